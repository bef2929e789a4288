"""What of the project's Terraform the bill depends on, and that changing it changes the bill."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from finpulse_cli.features.cost.estimate import monthly_estimate
from finpulse_cli.features.cost.flow import FANOUT
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.services.dynamodb_writes import write_rates
from finpulse_cli.features.cost.work import FUNCTIONS
from tests.unit.features.cost.stacks import SEED, TERRAFORM, flow, project_stack

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """A copy of the project's Terraform with a text in one file replaced."""

    def replaced(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "terraform"
        shutil.copytree(TERRAFORM, folder, ignore=shutil.ignore_patterns(".terraform*"), dirs_exist_ok=True)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return replaced


def total(folder: Path, **variables: object) -> Decimal:
    return monthly_estimate(folder, variables, SEED, free_tier=False).total


@cache
def as_it_is() -> Decimal:
    return total(TERRAFORM)


def test_the_project_as_it_is() -> None:
    stack = project_stack()
    assert (stack.symbols, stack.asking.calls, stack.bulk_quotes, stack.region) == (5, 5, False, "us-east-1")
    assert (stack.stream.shards, stack.stream.encrypted, stack.stream.readers, stack.stream.fan_out) == (1, True, 4, 0)
    assert set(stack.pushes) == {"latest_prices", "price_candles", "anomalies"}
    assert stack.tables["anomalies"].indexes == 3
    assert all(table.recovery and not table.managed_key for table in stack.tables.values())
    assert (stack.lake.days_to_ia, stack.lake.days_to_glacier) == (30, 90)
    assert (stack.watch.alarms, stack.watch.metrics, stack.watch.http_log, stack.watch.socket_log) == (
        24,
        4,
        True,
        False,
    )
    assert (stack.alerts.mailboxes, stack.alerts.queues, stack.alerts.encrypted) == (0, 0, True)
    assert (stack.parameters, stack.keys, stack.hosted) == (2, 0, False)


def test_variables_of_the_user() -> None:
    stack = project_stack(
        shard_count="4", alert_email="me@example.com", alert_inbox="true", dashboard_hosting=True, push_access_log=True,
        schedule_minutes="5", symbols='["A", "B"]', quote_function="REALTIME_BULK_QUOTES", lake_buffer_seconds=60,
    )  # fmt: skip
    assert (stack.stream.shards, stack.asking.schedule_minutes, stack.symbols, stack.bulk_quotes) == (4, 5, 2, True)
    assert (stack.alerts.mailboxes, stack.alerts.queues, stack.hosted, stack.watch.socket_log) == (1, 1, True, True)
    assert stack.lake.buffer_seconds == 60


def test_webhooks_of_the_user() -> None:
    stack = project_stack(alert_webhooks='{"ops": {"format": "slack"}, "chat": {}}')
    assert (stack.alerts.webhooks, stack.alerts.queues, stack.parameters, stack.watch.alarms) == (2, 2, 4, 28)
    assert set(stack.pushes) == {"latest_prices", "price_candles", "anomalies"}
    costs = [total(TERRAFORM, alert_webhooks=text) for text in ("{}", '{"a": {}}', '{"a": {}, "b": {}}')]
    assert costs[0] == as_it_is() < costs[1] < costs[2]


def test_the_model_knows_every_function_and_table_of_the_stack() -> None:
    """Whoever adds one says in flow.py, work.py and services/ what it does and writes."""
    stack = project_stack(alert_webhooks='{"ops": {}}')
    assert set(stack.functions) == FUNCTIONS
    assert set(stack.tables) == set(write_rates(flow()))
    assert set(stack.consumers) == {"price_processor", "aggregator", "anomaly_detector"}
    assert FANOUT in stack.functions


BY_EVENT = 'by_event = { hash = "event_id", range = null }'
BY_DETECTOR = BY_EVENT + '\nby_detector = { hash = "detector", range = "anomaly_id" }'
CONSUMER = 'resource "aws_lambda_event_source_mapping" "consumer"'
FAN_OUT = f'resource "aws_kinesis_stream_consumer" "fast" {{\n  for_each = local.consumers\n}}\n\n{CONSUMER}'


@pytest.mark.parametrize("switch", ["http_api", "push_api", "athena"])
def test_what_the_stack_goes_without_costs_nothing(switch: str) -> None:
    assert total(TERRAFORM, **{switch: False}) < as_it_is()


def test_a_stack_without_all_of_that_has_none_of_its_lines() -> None:
    lines = monthly_estimate(TERRAFORM, {"http_api": False, "push_api": False, "athena": False}).lines
    assert {line.service for line in lines}.isdisjoint({"API Gateway", "Athena"})
    assert {"push_fanout", "push_gateway"}.isdisjoint({line.what for line in lines})


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("alarms.tf", '["Errors", "Throttles"]', '["Errors", "Throttles", "Duration"]'),
        ("tables.tf", BY_EVENT, BY_DETECTOR),
        ("stream.tf", "shard_count      = var.shard_count", "shard_count      = 2 * var.shard_count"),
        ("stream.tf", "retention_period = 24", "retention_period = 48"),
        ("functions.tf", "memory      = 256", "memory      = 1024"),
        ("stream.tf", "resource", 'resource "aws_kms_key" "own" {}\n\nresource'),
        ("mappings.tf", CONSUMER, FAN_OUT),
    ],
)
def test_more_in_the_files_costs_more(edit: Edit, file: str, old: str, new: str) -> None:
    assert total(edit(file, old, new)) > as_it_is()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            "tables.tf",
            "  point_in_time_recovery {\n    enabled = true",
            "  point_in_time_recovery {\n    enabled = false",
        ),
        ("stream.tf", 'encryption_type  = "KMS"', 'encryption_type  = "NONE"'),
        ("functions.tf", '["x86_64"]', '["arm64"]'),
        ("alerts.tf", 'kms_master_key_id = "alias/aws/sns"', ""),
    ],
)
def test_less_in_the_files_costs_less(edit: Edit, file: str, old: str, new: str) -> None:
    assert total(edit(file, old, new)) < as_it_is()


def test_the_lakes_lifecycle_is_read_from_the_files(edit: Edit) -> None:
    folder = edit("lake.tf", 'storage_class = "GLACIER"', 'storage_class = "DEEP_ARCHIVE"')
    load = Load(Decimal(500), Decimal(1))
    prices = {line.price.key for line in monthly_estimate(folder, {}, load).lines}
    assert "s3-standard-ia" in prices
    assert "s3-glacier" not in prices


def test_a_key_that_aws_manages_costs_its_requests(edit: Edit) -> None:
    managed = "  server_side_encryption {\n    enabled = true\n  }\n\n  point_in_time_recovery {"
    assert total(edit("tables.tf", "  point_in_time_recovery {", managed)) > as_it_is()
