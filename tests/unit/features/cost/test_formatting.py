"""Numbers of a bill in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from finpulse_cli.features.cost.estimate import monthly_estimate
from finpulse_cli.features.cost.formatting import (
    load_text,
    notes,
    number_text,
    price_text,
    quantity_text,
    source_text,
    takes_text,
    usd_text,
)
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.price_list import LOOKED_UP, PRICES
from tests.unit.features.cost.stacks import FLOOD, TERRAFORM, project_stack


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        ("730", "730"),
        ("729.9999999999", "730"),
        ("1.0443", "1.04"),
        ("0.00213", "0.0021"),
        ("219000.2", "219,000"),
        ("1314000000", "1,314.0 M"),
    ],
)
def test_quantities(quantity: str, text: str) -> None:
    assert quantity_text(Decimal(quantity)) == text


def test_prices_by_how_many_units() -> None:
    shown = [price_text(PRICES[key]) for key in ("shard-hour", "write-unit", "s3-put", "kms-request", "e-mail")]
    assert shown == ["0.015", "0.625 / M", "0.005 / k", "0.03 / 10k", "2.00 / 100k"]
    assert price_text(PRICES["firehose-gb"]) == "from 0.029"


@pytest.mark.parametrize(("usd", "text"), [("0", "0"), ("0.0099", "< 0.01"), ("0.01", "0.01"), ("1234.5", "1,234.50")])
def test_dollars(usd: str, text: str) -> None:
    assert usd_text(Decimal(usd)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("5", "5"), ("0.50", "0.5"), ("0.004", "< 0.01"), ("0", "0"), ("1234.56", "1,235"), ("100", "100")],
)
def test_numbers_of_limits(number: str, text: str) -> None:
    assert number_text(Decimal(number)) == text


def test_a_load() -> None:
    assert load_text(Load(queries_per_month=2000, dashboards=2).settled(project_stack().asking)) == (
        "5 symbols every 60 s (0.0833 events a second), 2 dashboards open, 2,000 queries a month"
    )


def test_what_a_load_takes() -> None:
    assert "1 shard (as declared)" in takes_text(monthly_estimate(TERRAFORM, {}))
    fast = takes_text(monthly_estimate(TERRAFORM, {}, Load(Decimal(2000), Decimal(1))))
    assert "2 shards (1 declared; by records put 2, bytes read 2" in fast
    assert "batches of a shard at once" in fast
    flood = takes_text(monthly_estimate(TERRAFORM, {}, FLOOD))
    assert "by records put 100, bytes put 29, bytes read 58, the pace of aggregator" in flood
    assert "no enhanced fan-out" in flood


def test_the_source_has_its_date_and_names_what_is_not_confirmed() -> None:
    assert LOOKED_UP.isoformat() in source_text()
    assert "From memory: some of Firehose, Kinesis, SQS" in source_text()


def test_notes_say_what_is_counted_and_where_prices_hold() -> None:
    plain, full = (monthly_estimate(TERRAFORM, {}, free_tier=wanted) for wanted in (True, False))
    assert "that never end are counted" in notes(plain)[1]
    assert "are not counted" in notes(full)[1]
    abroad = replace(plain, flow=replace(plain.flow, stack=replace(plain.flow.stack, region="eu-central-1")))
    assert "eu-central-1" in notes(abroad)[0]
    assert "eu-central-1" not in notes(plain)[0]
