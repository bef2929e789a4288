"""The bill of any load: it adds up, no allowance goes below nothing, and more never costs less."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from finpulse_cli.features.cost.billing import Line, Usage, bill
from finpulse_cli.features.cost.estimate import SERVICES
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.price_list import PRICE_LIST, PRICES
from finpulse_cli.features.cost.units import DAY
from tests.unit.features.cost.stacks import flow

EXAMPLES = settings(max_examples=60)
SYMBOLS = st.integers(1, 20_000).map(Decimal)
INTERVALS = st.decimals("0.01", DAY, places=2)
EVENTS = st.decimals("0.001", 300_000, places=3)
FACTORS = st.decimals(1, 50, places=2)
WATCHERS = st.integers(0, 500)
QUANTITIES = st.decimals(0, 10**13, places=3)
USAGES = st.lists(st.builds(Usage, st.sampled_from(sorted(PRICES)), st.just("any"), QUANTITIES), max_size=20)

SLACK = Decimal("0.00001")  # dollars: every line is rounded to a millionth


def lines(load: Load, *, free_tier: bool = True) -> tuple[Line, ...]:
    made = flow(load)
    return bill((usage for service in SERVICES for usage in service(made)), PRICES, free_tier=free_tier)


def total(load: Load) -> Decimal:
    return sum((line.usd for line in lines(load)), Decimal(0))


@EXAMPLES
@given(symbols=SYMBOLS, interval=INTERVALS, factor=FACTORS, dashboards=WATCHERS)
def test_more_symbols_never_cost_less(symbols: Decimal, interval: Decimal, factor: Decimal, dashboards: int) -> None:
    less, more = Load(symbols, interval, dashboards=dashboards), Load(symbols * factor, interval, dashboards=dashboards)
    assert total(less) <= total(more) + SLACK


@EXAMPLES
@given(symbols=SYMBOLS, interval=INTERVALS, factor=FACTORS)
def test_quotes_more_often_never_cost_less(symbols: Decimal, interval: Decimal, factor: Decimal) -> None:
    assert total(Load(symbols, interval)) <= total(Load(symbols, interval / factor)) + SLACK


@EXAMPLES
@given(events=EVENTS, factor=FACTORS)
def test_more_events_a_second_never_cost_less(events: Decimal, factor: Decimal) -> None:
    assert total(Load.of_events(events)) <= total(Load.of_events(events * factor)) + SLACK


@EXAMPLES
@given(events=EVENTS, queries=WATCHERS, dashboards=WATCHERS, more=WATCHERS)
def test_more_who_look_never_cost_less(events: Decimal, queries: int, dashboards: int, more: int) -> None:
    few = Load.of_events(events, queries, dashboards)
    assert total(few) <= total(Load.of_events(events, queries + more, dashboards)) + SLACK
    assert total(few) <= total(Load.of_events(events, queries, dashboards + more)) + SLACK


@EXAMPLES
@given(events=EVENTS, queries=WATCHERS, dashboards=WATCHERS)
def test_no_line_is_negative_and_allowances_only_take_away(events: Decimal, queries: int, dashboards: int) -> None:
    load = Load.of_events(events, queries, dashboards)
    cheap, dear = lines(load), lines(load, free_tier=False)
    assert all(0 <= line.free <= line.quantity and line.usd >= 0 for line in cheap)
    assert all(line.free == 0 for line in dear)
    for key in PRICES:
        assert of(cheap, key) <= of(dear, key) + SLACK


def of(billed: tuple[Line, ...], key: str) -> Decimal:
    return sum((line.usd for line in billed if line.price.key == key), Decimal(0))


@given(usages=USAGES)
def test_an_allowance_is_given_once(usages: list[Usage]) -> None:
    billed = bill(usages, PRICES, free_tier=True)
    for price in PRICE_LIST:
        alike = [line for line in billed if (line.service, line.price.unit) == (price.service, price.unit)]
        assert sum(line.free for line in alike) <= price.free


@given(usages=USAGES)
def test_many_lines_cost_what_one_of_them_together_would(usages: list[Usage]) -> None:
    together = [
        Usage(key, "all", sum((usage.quantity for usage in usages if usage.price == key), Decimal(0))) for key in PRICES
    ]
    bills = (bill(one, PRICES, free_tier=False) for one in (usages, together))
    apart, joined = (sum((line.usd for line in one), Decimal(0)) for one in bills)
    assert abs(apart - joined) <= Decimal("0.000001") * (len(usages) + len(together))
