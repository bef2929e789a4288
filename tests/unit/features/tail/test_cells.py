from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from finpulse_cli.features.tail import cells
from tests.factories import NOON


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (Decimal("412.5"), 2, "412.50"),
        (Decimal("412.51234"), 2, "412.51234"),
        (Decimal("1234567"), 0, "1,234,567"),
        (Decimal("1E+3"), 0, "1,000"),
        (7, 0, "7"),
    ],
)
def test_a_number_keeps_every_digit(number: Decimal, decimals: int, text: str) -> None:
    assert cells.exact_number(number, decimals) == text


def test_direction_and_severity_have_a_sign_beside_the_colour() -> None:
    assert [cells.direction_text(name).plain for name in ("SPIKE", "DROP")] == ["▲ SPIKE", "▼ DROP"]
    assert [cells.severity_text(name).plain for name in ("HIGH", "MEDIUM")] == ["!! HIGH", "! MEDIUM"]
    assert cells.direction_text("SPIKE").style != cells.direction_text("DROP").style


@pytest.mark.parametrize(
    ("number", "text"), [("1.239", "+1.24%"), ("-0.5", "-0.50%"), ("-0.001", "0.00%"), ("0", "0.00%")]
)
def test_a_change_has_its_sign(number: str, text: str) -> None:
    assert cells.signed_text(Decimal(number), "%").plain == text


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 kB"), (3 << 20, "3.0 MB")])
def test_sizes(size: int, text: str) -> None:
    assert cells.size_text(size) == text


def test_control_characters_never_reach_the_terminal() -> None:
    assert cells.printable("a\x1b[31mb\n") == "a\\x1b[31mb\\x0a"
    assert "\x1b" not in cells.text("symbol")({"symbol": "\x1b[2J"}, NOON).plain


def test_a_missing_value_is_a_dash() -> None:
    for cell in (
        cells.text("x"),
        cells.number("x"),
        cells.signed("x"),
        cells.size("x"),
        cells.moment("x"),
        cells.age("x"),
    ):
        assert cell({"x": None}, NOON).plain == cells.NOTHING
        assert cell({}, NOON).plain == cells.NOTHING


def test_moment_and_age_of_a_timestamp() -> None:
    values = {"at": "2026-11-20T17:00:00.000Z"}
    now = NOON + timedelta(minutes=3)
    assert cells.moment("at")(values, now).plain == "17:00:00"
    assert cells.age("at")(values, now).plain == "3m"
    assert cells.moment("at")({"at": "soon"}, now).plain == cells.NOTHING
