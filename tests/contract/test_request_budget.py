"""The day's requests and the turn, in memory and in DynamoDB: shared by all, and never more than the plan has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.asking_turns import DynamoAskingTurns
from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.adapters.dynamodb.request_budget import DynamoRequestBudget
from lambdas.shared.domain.event import Source
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.request_count import RequestCount
from lambdas.shared.domain.spreading import Turn
from lambdas.shared.errors import QuotaUsedUpError, QuoteThrottledError
from tests.contract.tables import MEMORY
from tests.doubles.request_budget import MemoryBudget, MemoryTurns

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.ports import AskingTurns, RequestBudget
    from tests.contract.tables import Tables

NOW = datetime(2026, 11, 20, 14, 31, 7, tzinfo=UTC)
DAY = date(2026, 11, 20)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def budget_of(kind: str, request: pytest.FixtureRequest) -> Callable[[Plan], RequestBudget]:
    """Makes the budget of a plan; in DynamoDB all of a test's budgets are one."""
    if kind == MEMORY:
        return MemoryBudget
    tables: Tables = request.getfixturevalue("tables")
    table = tables.create("counters")
    return lambda plan: DynamoRequestBudget(tables.client, table, Source.ALPHA_VANTAGE, plan)


@pytest.fixture
def turns(kind: str, request: pytest.FixtureRequest) -> AskingTurns:
    if kind == MEMORY:
        return MemoryTurns()
    tables: Tables = request.getfixturevalue("tables")
    return DynamoAskingTurns(tables.client, tables.create("counters"))


def taken(budget: RequestBudget, now: datetime = NOW) -> bool:
    try:
        budget.take(now)
    except QuoteThrottledError:
        return False
    return True


def test_requests_are_counted_up_to_the_day_s_limit(budget_of: Callable[[Plan], RequestBudget]) -> None:
    budget = budget_of(Plan(daily_requests=3))
    assert budget.count(NOW) == RequestCount(Source.ALPHA_VANTAGE, DAY, 0, 3)
    assert [budget.take(NOW).used for _ in range(3)] == [1, 2, 3]
    with pytest.raises(QuotaUsedUpError, match="3 requests a day are used up"):
        budget.take(NOW)
    assert budget.count(NOW) == RequestCount(Source.ALPHA_VANTAGE, DAY, 3, 3)


def test_a_minute_that_is_used_up_is_a_throttle_and_no_used_up_day(
    budget_of: Callable[[Plan], RequestBudget],
) -> None:
    budget = budget_of(Plan(requests_per_minute=1))
    budget.take(NOW)
    with pytest.raises(QuoteThrottledError, match="1 requests a minute are used up") as caught:
        budget.take(NOW)
    assert type(caught.value) is QuoteThrottledError


def test_a_day_is_new_york_s_and_the_next_begins_anew(budget_of: Callable[[Plan], RequestBudget]) -> None:
    budget = budget_of(Plan(daily_requests=1))
    late, midnight = datetime(2026, 11, 21, 4, 59, tzinfo=UTC), datetime(2026, 11, 21, 5, tzinfo=UTC)
    assert [taken(budget, now) for now in (NOW, late, midnight)] == [True, False, True]


def test_a_minute_s_limit_holds_beside_the_day_s(budget_of: Callable[[Plan], RequestBudget]) -> None:
    budget = budget_of(Plan(daily_requests=3, requests_per_minute=2))
    assert [taken(budget) for _ in range(3)] == [True, True, False]
    assert [taken(budget, NOW + MINUTE) for _ in range(2)] == [True, False]
    assert budget.count(NOW).used == 3


def test_without_limits_requests_are_only_counted(budget_of: Callable[[Plan], RequestBudget]) -> None:
    budget = budget_of(Plan())
    assert [budget.take(NOW) for _ in range(2)][-1] == RequestCount(Source.ALPHA_VANTAGE, DAY, 2, None)


def test_a_larger_plan_goes_on_from_the_same_count(tables: Tables) -> None:
    table = tables.create("counters")
    small, large = (
        DynamoRequestBudget(tables.client, table, Source.ALPHA_VANTAGE, Plan(daily_requests=n)) for n in (1, 2)
    )
    assert [taken(small), taken(small), taken(large), taken(large)] == [True, False, True, False]


def test_however_many_take_at_once_no_more_are_taken_than_the_plan_has(tables: Tables) -> None:
    table = tables.create("counters")
    plan = Plan(daily_requests=25)
    budgets = [DynamoRequestBudget(tables.client, table, Source.ALPHA_VANTAGE, plan) for _ in range(8)]
    with ThreadPoolExecutor(len(budgets)) as takers:
        outcomes = list(takers.map(taken, budgets * 10))
    assert (len(outcomes), outcomes.count(True)) == (80, 25)
    assert budgets[0].count(NOW).used == 25


def test_the_turn_moves_from_where_it_stood_and_only_once(turns: AskingTurns) -> None:
    first, second = Turn(1, NOW, NOW), Turn(3, NOW + MINUTE, NOW + timedelta(seconds=36, microseconds=5))
    assert turns.read() == Turn()
    assert turns.move(Turn(), first)
    assert not turns.move(Turn(), first)
    assert turns.read() == first
    assert turns.move(first, second)
    assert not turns.move(first, Turn(2, NOW, NOW))
    assert turns.read() == second


def test_of_runs_that_meet_at_a_minute_one_has_the_turn(tables: Tables) -> None:
    turns = DynamoAskingTurns(tables.client, tables.create("counters"))
    for number in range(5):
        before = turns.read()
        after = Turn(before.position + 1, NOW + number * MINUTE, NOW)
        with ThreadPoolExecutor(4) as runs:
            assert sorted(runs.map(lambda _, b=before, a=after: turns.move(b, a), range(4))) == [False] * 3 + [True]


def test_readers_find_the_counts_of_a_day_and_of_no_minute(tables: Tables) -> None:
    table = tables.create("counters")
    for provider, plan in ((Source.ALPHA_VANTAGE, Plan(daily_requests=25)), ("finnhub", Plan(requests_per_minute=60))):
        budget = DynamoRequestBudget(tables.client, table, provider, plan)
        budget.take(NOW - timedelta(days=1))
        budget.take(NOW)
        budget.take(NOW)
    DynamoAskingTurns(tables.client, table).move(Turn(), Turn(1, NOW, NOW))
    assert DynamoCounterReader(tables.client, table).requests(DAY, NOW) == [
        RequestCount(Source.ALPHA_VANTAGE, DAY, 2, 25),
        RequestCount("finnhub", DAY, 2, None),
    ]
