"""Numbers of a bill in words: quantities, prices, dollars, loads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.asking import pace_text
from finpulse_cli.features.cost.check import READ_OF_SHARD
from finpulse_cli.features.cost.price_list import LOOKED_UP, PRICE_LIST, REGION
from finpulse_cli.features.cost.price_tiers import Confirmed, Price
from finpulse_cli.features.cost.scale import Need, needed_batches
from finpulse_cli.features.cost.units import counted
from finpulse_cli.features.cost.work import executions

if TYPE_CHECKING:
    from finpulse_cli.features.cost.estimate import Estimate
    from finpulse_cli.features.cost.load import SettledLoad

MILLION = 1_000_000
CENT = Decimal("0.01")
_PER = {1: "", 1000: " / k", 10_000: " / 10k", 100_000: " / 100k", MILLION: " / M"}


def quantity_text(quantity: Decimal) -> str:
    """`730`, `1.04`, `0.0021`, `219,000`, `1,314.0 M`."""
    if quantity >= MILLION:
        return f"{quantity / MILLION:,.1f} M"
    if quantity >= 1000 or round(quantity, 6) == round(quantity):
        return f"{quantity:,.0f}"
    return f"{quantity:.2f}" if quantity >= 1 else f"{quantity:.2g}"


def price_text(price: Price) -> str:
    """`0.015`, `0.625 / M`; what falls with the quantity begins with `from`."""
    begins = "from " if len(price.steps) > 1 else ""
    return f"{begins}{price.list_usd:f}{_PER[price.per]}"


def usd_text(usd: Decimal) -> str:
    """`10.95`, `< 0.01`, `0` for nothing."""
    if usd == 0:
        return "0"
    return "< 0.01" if usd < CENT else f"{usd:,.2f}"


def number_text(number: Decimal) -> str:
    """`5`, `0.5`, `1,234`, `< 0.01`: no more digits than a limit needs."""
    if 0 < number < CENT:
        return "< 0.01"
    rounded = round(number, 0 if number >= 100 else 2)
    return f"{rounded.normalize():,f}"


def load_text(load: SettledLoad) -> str:
    """`5 symbols every 60 s (0.083 events a second), 1 dashboard open, 100 queries a month`.

    The events of a stack that rests at night are those of an average second.
    """
    symbols, rate = number_text(load.symbols), load.events_per_second
    events = f"{rate:,.3g}" if rate < 1 else number_text(rate)
    watched = f"{load.dashboards} dashboard{'s' * (load.dashboards != 1)} open"
    pace = pace_text(load.asking) if load.asking else f"every {number_text(load.interval_seconds)} s"
    return f"{symbols} symbols {pace} ({events} events a second), {watched}, {load.queries_per_month:,} queries a month"


def takes_text(estimate: Estimate) -> str:
    """Render the size of the stack that the load needs and that is billed."""
    flow = estimate.flow
    declared = flow.stack.stream.shards
    shards = counted(flow.shards, "shard")
    why = (
        "as declared" if flow.shards == declared else f"{declared} declared; by {reasons_text(estimate.need, declared)}"
    )
    batches = max(needed_batches(name, flow) for name in flow.stack.consumers)
    return (
        f"Billed with {shards} ({why}). Takes {counted(batches, 'batch', 'batches')} of a shard at "
        f"once, {fan_out_text(estimate)}, {number_text(executions(flow))} Lambda executions at once."
    )


def reasons_text(need: Need, declared: int) -> str:
    """Return `records put 100, bytes put 26`: shards for each reason that asks for more than are declared."""
    return ", ".join(f"{reason} {shards:,f}" for reason, shards in need.reasons.items() if shards > declared)


def fan_out_text(estimate: Estimate) -> str:
    """Render whether the readers of a shard get along with what it gives."""
    check = next(check for check in estimate.checks if check.what == READ_OF_SHARD)
    needed = "no enhanced fan-out" if check.holds else "enhanced fan-out"
    return f"{needed} ({number_text(check.needs)} of {number_text(check.has)} MB/s read of a shard)"


def source_text() -> str:
    """Render where the prices come from, and how far they are confirmed."""
    weak = sorted({price.service for price in PRICE_LIST if price.confirmed is Confirmed.MEMORY})
    return (
        f"Prices of {REGION}, looked up on {LOOKED_UP} in stored copies of AWS's pricing pages and others; "
        f"finpulse_cli/features/cost/price_list.py names the page of each. From memory: some of {', '.join(weak)}."
    )


def notes(estimate: Estimate) -> list[str]:
    """List the assumptions behind the figures."""
    region = estimate.flow.stack.region
    elsewhere = f" The stack is in {region}, where they differ." if region != REGION else ""
    allowance = (
        "Free allowances that never end are counted, as if the account used none of them elsewhere."
        if estimate.free_tier
        else "Free allowances are not counted."
    )
    return [
        source_text() + elsewhere,
        allowance + " Those of an account's first year are not.",
        "Every month has 730 hours; lake and anomalies are a year old, since they grow for ever.",
        "How long functions work and how often anomalies come is assumed: finpulse_cli/features/cost/assumptions.py.",
        "Not in it: tax, support, the providers' own plans.",
    ]
