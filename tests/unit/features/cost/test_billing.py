"""Allowances and prices that fall, over several lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finpulse_cli.features.cost.billing import Usage, bill
from finpulse_cli.features.cost.price_list import PRICES


def usage(price: str, quantity: object) -> Usage:
    return Usage(price, "something", Decimal(str(quantity)))


def test_lines_use_up_one_allowance_in_order() -> None:
    first, second, third = bill([usage("alarm", 8), usage("alarm", 4), usage("alarm", 1)], PRICES, free_tier=True)
    assert (first.free, first.usd) == (Decimal(8), Decimal(0))
    assert (second.free, second.usd) == (Decimal(2), Decimal("0.20"))
    assert (third.free, third.usd) == (Decimal(0), Decimal("0.10"))


def test_without_free_allowances_everything_costs() -> None:
    (line,) = bill([usage("alarm", 8)], PRICES, free_tier=False)
    assert (line.free, line.usd) == (Decimal(0), Decimal("0.80"))


def test_both_processors_share_lambdas_seconds() -> None:
    x86, arm = bill([usage("lambda-x86", 300_000), usage("lambda-arm", 300_000)], PRICES, free_tier=True)
    assert (x86.free, arm.free) == (Decimal(300_000), Decimal(100_000))


def test_a_price_falls_over_all_its_lines() -> None:
    million = 1_000_000
    first, second = bill([usage("http-request", 300 * million), usage("http-request", million)], PRICES, free_tier=True)
    assert first.usd == 300
    assert second.usd == Decimal("0.90")


def test_what_is_not_used_has_no_line() -> None:
    assert bill([usage("alarm", 0)], PRICES, free_tier=True) == ()


def test_dollars_are_rounded_to_their_millionth_so_that_lines_add_up() -> None:
    third = replace(PRICES["shard-hour"], per=3)
    (line,) = bill([usage("shard-hour", 1)], PRICES | {"shard-hour": third}, free_tier=True)
    assert line.usd == Decimal("0.005000")
    assert line.usd.as_tuple().exponent == -6
    assert line.service == "Kinesis"
