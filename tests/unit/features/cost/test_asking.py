"""What a configuration asks for, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.cost.asking import Asking, asking_object, asking_text, declared_asking
from finpulse_cli.features.cost.units import MONTH
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote_time import ExchangeHours
from tests.unit.features.cost.stacks import project_module

if TYPE_CHECKING:
    from decimal import Decimal

FREE = {"alpha_vantage_plan": "free", "exchange_hours": "nyse"}
PREMIUM = {"alpha_vantage_plan": "premium", "exchange_hours": "nyse"}


def asking(**variables: object) -> Asking:
    return declared_asking(project_module(**variables))


def names(count: int) -> list[str]:
    return [f"S{number}" for number in range(count)]


def test_the_plans_of_terraform() -> None:
    assert asking(**FREE).plan == Plan(daily_requests=25)
    assert asking(**PREMIUM).plan == Plan(requests_per_minute=600)
    assert asking(alpha_vantage_plan="custom").plan == Plan()
    numbers = {"alpha_vantage_daily_requests": 500, "alpha_vantage_requests_per_minute": "5"}
    assert asking(alpha_vantage_plan="custom", **numbers).plan == Plan(500, 5)


@pytest.mark.parametrize(
    ("variables", "requests", "wanted", "wait"),
    [
        (FREE, 25, 1950, 78),
        (FREE | {"exchange_hours": "always"}, 25, 7200, 288),
        (PREMIUM, 390, 390, 1),
        (PREMIUM | {"symbols": names(500)}, 1950, 1950, 1),
        (FREE | {"symbols": ["A"], "schedule_minutes": 30}, 13, 13, 30),
        ({"alpha_vantage_plan": "custom"}, 7200, 7200, 1),
        ({"alpha_vantage_plan": "custom", "alpha_vantage_requests_per_minute": 2}, 2400, 7200, 3),
    ],
)
def test_requests_of_a_day(variables: dict[str, object], requests: int, wanted: int, wait: Decimal) -> None:
    found = asking(**variables)
    assert (found.requests_per_session, found.wanted_per_session, found.wait_minutes) == (requests, wanted, wait)
    assert found.is_possible


def test_a_plan_that_has_less_than_a_quote_of_each_symbol_is_impossible() -> None:
    assert asking(**FREE | {"symbols": names(25)}).is_possible
    found = asking(**FREE | {"symbols": names(26)})
    assert not found.is_possible
    assert asking_text(found) == "26 symbols take 26 requests for one quote each, and the plan has 25 a day"


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        (
            FREE,
            "25 of 25 requests a day: each of 5 symbols every 78 min while New York trades, in turn; "
            "all of them at every wake-up would be 1,950",
        ),
        (PREMIUM, "390 requests a day: each of 5 symbols every 60 s while New York trades"),
        ({"alpha_vantage_plan": "custom"}, "7,200 requests a day: each of 5 symbols every 60 s"),
    ],
)
def test_what_is_asked_in_words(variables: dict[str, object], text: str) -> None:
    assert asking_text(asking(**variables)) == text


def test_what_is_asked_as_plain_values() -> None:
    assert asking_object(asking(**PREMIUM | {"symbols": names(500)})) == {
        "a_day": 1950,
        "daily_limit": None,
        "at_every_wake_up": 1950,
        "symbols": 500,
        "minutes_between_quotes": 1,
        "possible": True,
    }


def test_a_month_has_the_quotes_of_its_sessions() -> None:
    free = asking(**FREE)
    assert round(MONTH / free.mean_interval_seconds, 6) == 21 * 5
    assert round(free.requests_per_second * MONTH, 6) == 21 * 25
    assert asking(alpha_vantage_plan="custom").mean_interval_seconds == 60
    assert free.of(10).wait_minutes == 2 * free.wait_minutes
    assert free.hours is ExchangeHours.NYSE
