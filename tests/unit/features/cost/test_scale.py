"""How large the stack must be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from finpulse_cli.features.cost import work
from finpulse_cli.features.cost.item_sizes import measured_sizes
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.scale import Need, flow_of, needed_batches, needed_shards
from tests.unit.features.cost.stacks import FAST, FLOOD, SEED, flow, project_stack


def need(load: Load) -> Need:
    stack = project_stack()
    return needed_shards(stack, load.settled(stack.asking), measured_sizes())


def test_the_seeds_load_needs_one_shard() -> None:
    assert need(SEED).shards == 1


@pytest.mark.parametrize(("events", "shards"), [(1000, 1), (1001, 2), (100_000, 100)])
def test_a_shard_takes_a_thousand_records_a_second(events: int, shards: int) -> None:
    assert need(Load.of_events(Decimal(events))).reasons["records put"] == shards


def test_large_records_need_shards_by_their_bytes() -> None:
    stack, large = project_stack(), replace(measured_sizes(), event_bytes=Decimal(4096))
    reasons = needed_shards(stack, FAST.settled(project_stack().asking), large).reasons
    assert reasons["bytes put"] == 2
    assert reasons["bytes read"] == 4, "four readers share 2 MB a second"


def test_enhanced_fan_out_takes_its_readers_off_the_shared_part() -> None:
    stack, large = project_stack(), replace(measured_sizes(), event_bytes=Decimal(4096))
    fast = replace(stack, stream=replace(stack.stream, fan_out=3))
    assert needed_shards(fast, FAST.settled(project_stack().asking), large).reasons["bytes read"] == 1


def test_where_a_consumers_pace_needs_most_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert need(FLOOD).shards == 100
    monkeypatch.setattr(work, "EVENT_WORK_SECONDS", Decimal("0.1"))
    flood = need(FLOOD)
    assert flood.shards > 100
    assert flood.why.startswith("the pace of ")


def test_the_bill_has_the_declared_shards_unless_more_are_needed() -> None:
    assert flow(SEED, project_stack(shard_count=7)).shards == 7
    assert flow(FLOOD).shards == need(FLOOD).shards


def test_no_consumer_needs_more_than_ten_batches_of_a_shard_on_the_shards_billed() -> None:
    for load in (SEED, FAST, FLOOD):
        made = flow(load)
        assert all(1 <= needed_batches(name, made) <= 10 for name in made.stack.consumers)


def test_a_declared_parallelization_factor_makes_lanes() -> None:
    stack = project_stack()
    wide = replace(stack, consumers={name: replace(m, parallel=4) for name, m in stack.consumers.items()})
    lanes = flow_of(wide, SEED.settled(project_stack().asking), measured_sizes()).lanes
    assert set(lanes.values()) == {4}
