"""Lambda, the Scheduler, CloudWatch and KMS."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finpulse_cli.features.cost.assumptions import ACCESS_LINE_BYTES, DIGEST_EVERY_SECONDS, PLATFORM_LINES_BYTES
from finpulse_cli.features.cost.services.cloudwatch import cloudwatch
from finpulse_cli.features.cost.services.eventbridge_scheduler import scheduler
from finpulse_cli.features.cost.services.kms import USES, kms
from finpulse_cli.features.cost.services.lambda_ import lambda_
from finpulse_cli.features.cost.units import GB, MONTH
from finpulse_cli.features.cost.work import busy, invocations_per_second
from tests.unit.features.cost.stacks import FAST, flow, of, project_stack, quantities


def test_a_function_costs_its_requests_and_its_memory_times_its_time() -> None:
    seed = flow()
    usages = lambda_(seed)
    assert round(of(usages, "lambda-request", "aggregator")) == MONTH // 60
    assert of(usages, "lambda-x86", "aggregator") == busy("aggregator", seed) * MONTH / 2
    assert of(usages, "lambda-x86", "cold starts") > 0
    assert quantities(usages, "lambda-arm") == 0


def test_arm_has_a_price_of_its_own() -> None:
    stack = project_stack()
    arm = {name: replace(function, arm=True) for name, function in stack.functions.items()}
    usages = lambda_(flow(stack=replace(stack, functions=arm)))
    assert quantities(usages, "lambda-x86") == 0
    assert quantities(usages, "lambda-arm") > 0


def test_the_schedule_fires_once_a_minute_at_most_and_not_while_new_york_is_closed() -> None:
    runs = "runs of data_ingester"
    assert round(of(scheduler(flow()), "schedule", runs)) == round(of(scheduler(flow(FAST)), "schedule", runs))
    rarely = project_stack(schedule_minutes=5)
    assert round(of(scheduler(flow(stack=rarely)), "schedule", runs)) == MONTH // 300
    weekdays = project_stack(exchange_hours="nyse")
    assert round(of(scheduler(flow(stack=weekdays)), "schedule", runs)) == 7 * 60 * 5 * 730 // (7 * 24)
    assert of(scheduler(flow()), "schedule", "runs of alert_digest") == MONTH // DIGEST_EVERY_SECONDS


def test_alarms_and_metrics_by_their_number() -> None:
    usages = cloudwatch(flow())
    assert (quantities(usages, "alarm"), quantities(usages, "metric")) == (Decimal(24), Decimal(4))


def test_lambdas_own_lines_are_logged_for_every_invocation() -> None:
    seed = flow()
    calls = sum(invocations_per_second(name, seed) for name in seed.stack.functions)
    logged = of(cloudwatch(seed), "log-gb", "Lambda's START, END and REPORT")
    assert round(logged * GB) == round(calls * MONTH * PLATFORM_LINES_BYTES)


def test_access_logs_where_the_stack_keeps_them() -> None:
    seed, both = flow(), flow(stack=project_stack(push_access_log=True))
    requests = invocations_per_second("api_handler", seed) * MONTH
    assert round(of(cloudwatch(seed), "log-gb", "access logs") * GB) == round(requests * ACCESS_LINE_BYTES)
    assert of(cloudwatch(both), "log-gb", "access logs") > of(cloudwatch(seed), "log-gb", "access logs")
    silent = replace(seed.stack, watch=replace(seed.stack.watch, http_log=False))
    assert of(cloudwatch(flow(stack=silent)), "log-gb", "access logs") == 0


def test_logs_that_stay_longer_cost_more() -> None:
    year = cloudwatch(flow(stack=project_stack(log_retention_days=365)))
    assert quantities(year, "log-month") > 20 * quantities(cloudwatch(flow()), "log-month")


def test_the_streams_key_is_asked_for_by_its_producer_and_four_readers_for_every_shard() -> None:
    assert of(kms(flow()), "kms-request", "the stream") == 5 * USES
    assert of(kms(flow(stack=project_stack(shard_count=3))), "kms-request", "the stream") == 15 * USES
    plain = project_stack()
    plain = replace(plain, stream=replace(plain.stream, encrypted=False))
    assert of(kms(flow(stack=plain)), "kms-request", "the stream") == 0


def test_tables_under_awss_managed_key_are_billed_by_function_and_table() -> None:
    stack = project_stack()
    pairs = sum(function.tables for function in stack.functions.values())
    assert of(kms(flow()), "kms-request", "tables") == 0
    managed = {name: replace(table, managed_key=True) for name, table in stack.tables.items()}
    assert of(kms(flow(stack=replace(stack, tables=managed))), "kms-request", "tables") == pairs * USES


def test_the_topics_key_is_asked_for_once_in_five_minutes_at_most() -> None:
    assert of(kms(flow(FAST)), "kms-request", "the alert topic") == USES
    assert of(kms(flow()), "kms-request", "the alert topic") < USES


def test_keys_of_ones_own() -> None:
    assert quantities(kms(flow(stack=replace(project_stack(), keys=2))), "kms-key") == 2
