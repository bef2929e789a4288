"""API Gateway, SNS and SQS, data transfer, the hosted dashboard."""

from __future__ import annotations

from decimal import Decimal

from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.services.api_gateway import api_gateway, pushed_messages
from finpulse_cli.features.cost.services.cloudfront import cloudfront
from finpulse_cli.features.cost.services.data_transfer import data_transfer
from finpulse_cli.features.cost.services.sns import sns
from finpulse_cli.features.cost.units import MONTH
from finpulse_cli.features.cost.work import all_pushes_per_second
from tests.unit.features.cost.stacks import FAST, FLOOD, flow, of, project_stack, quantities


def test_an_open_dashboard_polls_and_stays_connected() -> None:
    usages = api_gateway(flow(Load(queries_per_month=0)))
    stats, others = MONTH // 30, 8 * MONTH // 300
    assert round(quantities(usages, "http-request")) == stats + others
    assert round(quantities(usages, "socket-minute")) == MONTH // 60
    assert of(usages, "socket-message", "pings") > 2 * MONTH // 60


def test_a_query_over_the_api_is_some_requests() -> None:
    one, none = (quantities(api_gateway(flow(Load(queries_per_month=n))), "http-request") for n in (1, 0))
    assert round(one - none, 6) == 5


def test_nobody_looks_nothing_is_sent() -> None:
    usages = api_gateway(flow(Load(dashboards=0, queries_per_month=0)))
    assert sum(usage.quantity for usage in usages) == 0


def test_a_message_is_a_batch_or_32_kilobytes() -> None:
    seed, flood = flow(), flow(FLOOD)
    assert pushed_messages(seed) == all_pushes_per_second(seed)
    assert pushed_messages(flood) >= all_pushes_per_second(flood)


def test_alerts_are_published_mailed_and_kept_as_the_stack_says() -> None:
    plain = sns(flow())
    assert quantities(plain, "publish") > 0
    assert quantities(plain, "e-mail") == quantities(plain, "sqs-request") == 0
    both = sns(flow(stack=project_stack(alert_email="me@example.com", alert_inbox=True)))
    assert quantities(both, "e-mail") == quantities(both, "sqs-request") == quantities(both, "publish")


def test_what_leaves_for_the_internet() -> None:
    usages = data_transfer(flow(FAST))
    assert all(usage.quantity > 0 for usage in usages)
    silent = data_transfer(flow(Load(dashboards=0, queries_per_month=0)))
    assert [usage.what for usage in silent if usage.quantity] == ["requests to Alpha Vantage"]


def test_hosting_only_where_the_stack_hosts() -> None:
    assert cloudfront(flow()) == []
    usages = cloudfront(flow(Load(dashboards=3), project_stack(dashboard_hosting=True)))
    assert quantities(usages, "cloudfront-request") == 3 * 60 * 12
    assert quantities(usages, "s3-standard") > Decimal(0)
