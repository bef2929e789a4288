"""Kinesis, Firehose, the lake and Athena."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.services.athena import athena
from finpulse_cli.features.cost.services.firehose import firehose
from finpulse_cli.features.cost.services.kinesis import kinesis
from finpulse_cli.features.cost.services.s3 import moves, object_bytes, objects, s3
from finpulse_cli.features.cost.units import GB, MONTH, MONTH_HOURS
from tests.unit.features.cost.stacks import FAST, flow, of, project_stack, quantities, with_lake

SEED_EVENTS = 5 * MONTH // 60


def test_a_shard_costs_by_the_hour_and_every_event_a_unit() -> None:
    usages = kinesis(flow())
    assert quantities(usages, "shard-hour") == MONTH_HOURS
    assert round(quantities(usages, "put-unit")) == SEED_EVENTS
    assert quantities(usages, "extended-retention") == quantities(usages, "fan-out-hour") == 0


def test_retention_and_enhanced_fan_out_where_they_are_declared() -> None:
    stack = project_stack(shard_count=2)
    stream = replace(stack.stream, retention_hours=48, fan_out=3)
    usages = kinesis(flow(stack=replace(stack, stream=stream)))
    assert quantities(usages, "extended-retention") == 2 * MONTH_HOURS
    assert quantities(usages, "fan-out-hour") == 2 * 3 * MONTH_HOURS
    assert quantities(usages, "fan-out-gb") > 0


def test_firehose_counts_an_event_as_five_kilobytes() -> None:
    assert round(quantities(firehose(flow()), "firehose-gb") * GB) == SEED_EVENTS * 5 * 1024


def test_an_object_a_buffer_interval_while_little_comes() -> None:
    assert objects(flow()) == Decimal(1) / 300
    assert objects(flow(Load(Decimal(5), Decimal(3600)))) == Decimal(1) / 3600
    assert objects(flow(stack=with_lake(project_stack(), buffer_seconds=0))) == Decimal(1) / 60


def test_objects_by_size_when_the_buffer_fills_first() -> None:
    small = with_lake(project_stack(), buffer_mb=1)
    fast = flow(FAST, small)
    assert objects(fast) == fast.events_per_second * fast.sizes.event_bytes / (1024 * 1024)


def test_small_objects_never_leave_the_standard_class() -> None:
    usages = s3(flow())
    assert not moves(flow())
    assert (
        quantities(usages, "s3-to-ia") == quantities(usages, "s3-glacier") == quantities(usages, "s3-standard-ia") == 0
    )


def test_large_objects_move_twice_and_cost_less_each_time() -> None:
    fast = flow(FAST)
    usages, written = s3(fast), objects(fast) * MONTH
    assert moves(fast)
    assert quantities(usages, "s3-to-ia") == quantities(usages, "s3-to-glacier") == written
    assert 275 < of(usages, "s3-glacier", "lake") / of(usages, "s3-standard-ia", "lake") * 60 < 285
    without = s3(flow(FAST, with_lake(project_stack(), days_to_glacier=None)))
    assert quantities(without, "s3-glacier") == 0
    assert quantities(without, "s3-standard-ia") > quantities(usages, "s3-standard-ia")


def test_uncompressed_objects_are_larger() -> None:
    assert object_bytes(flow(stack=with_lake(project_stack(), compressed=False))) > 5 * object_bytes(flow())


def test_a_query_lists_folders_reads_objects_and_scans_ten_megabytes_at_least() -> None:
    ten = flow(Load(queries_per_month=10))
    usages = s3(ten)
    assert of(usages, "s3-put", "Athena") == 100
    assert round(of(usages, "s3-get", "Athena")) == 10 * 7 * 288
    assert quantities(athena(ten), "athena-tb") == Decimal("0.0001")


def test_the_workgroup_ends_a_query_at_its_limit() -> None:
    scanned = quantities(athena(flow(replace(FAST, queries_per_month=1))), "athena-tb")
    assert scanned == Decimal(1_073_741_824) / 10**12


def test_the_remote_state_is_in_the_bill() -> None:
    assert of(s3(flow()), "s3-standard", "Terraform") > 0
