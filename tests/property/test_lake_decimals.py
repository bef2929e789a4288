"""Decimals go through the lake unchanged: event, line, rows, SQL, Athena's text, and back."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.features.query.values import value_of
from finpulse_cli.standins.athena.answer import LakeTable
from lambdas.shared.wire.event_json import encode_event
from tests.factories import price_event
from tests.lake_table import EVENT_COLUMNS
from tests.unit.standins.athena.asking import ask

TABLE = LakeTable("finpulse", "raw_events", dict(EVENT_COLUMNS))
MANY = 100_000
DIGITS = 20
DECIMALS = 10  # of the column; the other ten stand before the point


def random_price(random: Random) -> Decimal:
    """Any decimal above zero of up to 20 digits that the column can hold."""
    digits = random.randint(1, DIGITS)
    return Decimal(random.randrange(10 ** (digits - 1), 10**digits)).scaleb(-random.randint(max(0, digits - 10), 10))


def prices_of(lines: bytes, sql: str) -> list[Decimal]:
    found = ask(sql, lines, TABLE)
    return [value_of(found.columns[0], row[0]) for row in found.rows]


def test_a_hundred_thousand_decimals_come_back_unchanged() -> None:
    random = Random(20)  # noqa: S311 - a series that comes again
    template, _, rest = encode_event(price_event("231.5")).partition(b"231.5")
    prices = [random_price(random) for _ in range(MANY)]
    lines = b"".join(template + f"{price:f}".encode() + rest + b"\n" for price in prices)
    assert prices_of(lines, "SELECT price FROM raw_events") == prices
    total = ask("SELECT sum(price) FROM raw_events", lines, TABLE).rows[0][0]
    assert Decimal(total or "NaN") == sum(prices)


@given(
    st.lists(
        st.decimals(min_value=Decimal("1e-10"), max_value=Decimal("9999999999.9999999999"), places=DECIMALS),
        min_size=1,
        max_size=50,
    )
)
def test_any_decimals_come_back_unchanged(prices: list[Decimal]) -> None:
    lines = b"".join(encode_event(price_event(str(price))) + b"\n" for price in prices)
    assert prices_of(lines, "SELECT price FROM raw_events") == prices
