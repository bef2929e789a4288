"""What a quantity costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from finpulse_cli.features.cost.price_list import LOOKED_UP, PRICE_LIST, PRICES
from finpulse_cli.features.cost.price_tiers import Confirmed, Price, Step, falling, flat

DAY = date(2026, 11, 25)


def price(steps: tuple[Step, ...], per: int = 1) -> Price:
    return Price("key", "Service", "unit", per, steps, "https://page", DAY, Confirmed.AWS)


def test_a_flat_price_for_many_units() -> None:
    assert price(flat("0.20"), per=1_000_000).cost(Decimal(0), Decimal(2_500_000)) == Decimal("0.50")


@pytest.mark.parametrize(
    ("before", "quantity", "usd"),
    [(0, 10, 20), (0, 15, 25), (10, 5, 5), (8, 4, 6), (0, 40, 45), (30, 10, 0), (0, 0, 0)],
)
def test_a_falling_price_falls_for_the_units_above_a_bound(before: int, quantity: int, usd: int) -> None:
    steps = falling("2", (10, "1"), (35, "0"))
    assert price(steps).cost(Decimal(before), Decimal(quantity)) == (usd if before != 30 else 5)


def test_a_price_without_last_step_is_refused() -> None:
    with pytest.raises(ValueError, match="no last step"):
        price((Step(Decimal(1), Decimal(1)),)).cost(Decimal(0), Decimal(2))


def test_every_price_has_a_page_a_date_and_says_how_it_was_confirmed() -> None:
    assert len(PRICES) == len(PRICE_LIST)
    for entry in PRICE_LIST:
        assert entry.page.startswith("https://aws.amazon.com/")
        assert entry.looked_up == LOOKED_UP
        assert entry.note, entry.key
        assert entry.list_usd > 0
        assert [step.up_to for step in entry.steps][-1] is None


def test_no_price_rises_with_the_quantity() -> None:
    for entry in PRICE_LIST:
        prices = [step.usd for step in entry.steps]
        assert prices == sorted(prices, reverse=True), entry.key


def test_athena_costs_what_the_query_command_says() -> None:
    from lambdas.shared.query.execution import USD_PER_TERABYTE

    assert PRICES["athena-tb"].list_usd == USD_PER_TERABYTE
