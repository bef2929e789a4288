"""The limits that a load meets: of the stack as it is declared, of the account, or of a service."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost import limits
from finpulse_cli.features.cost.flow import MOST_SYMBOLS, SHORTEST_SCHEDULE_SECONDS, Flow
from finpulse_cli.features.cost.scale import Need, needed_batches
from finpulse_cli.features.cost.services.athena import week_bytes
from finpulse_cli.features.cost.services.dynamodb_reads import connection_units, hour_anomaly_units, most_units
from finpulse_cli.features.cost.services.dynamodb_writes import write_rates
from finpulse_cli.features.cost.units import KB, MB
from finpulse_cli.features.cost.work import all_pushes_per_second, busy, executions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finpulse_cli.stack.hcl.module import Module

READ_OF_SHARD = "MB a second read of a shard"


@dataclass(frozen=True, slots=True)
class Check:
    """A limit: what the load needs, what there is, and what to do where that is too little."""

    what: str
    needs: Decimal
    has: Decimal
    advice: str

    @property
    def holds(self) -> bool:
        """True if the load stays within the limit."""
        return self.needs <= self.has


def checks(module: Module, flow: Flow, need: Need) -> tuple[Check, ...]:
    """Every limit that this stack could meet."""
    return (*_stream(module, flow, need), *_functions(flow), *_tables(flow), *_ingester(module, flow), *_others(flow))


def _stream(module: Module, flow: Flow, need: Need) -> Iterator[Check]:
    declared, load = flow.stack.stream, flow.load
    refusals = module.refusals("shard_count", int(need.shards))
    advice = f"TF_VAR_shard_count={need.shards:f}, at most doubled at a time"
    if refusals:
        advice = f"{refusals[0]} Raise that in terraform/variables_stream.tf"
    yield Check(f"shards of the stream ({need.why})", need.shards, Decimal(declared.shards), advice)
    yield Check("shards of the account", flow.shards, limits.ACCOUNT_SHARDS, "ask AWS for a larger quota")
    split = "a symbol is in one shard: split the key"
    yield Check("records of one symbol a second", 1 / load.interval_seconds, limits.SHARD_RECORDS, split)
    shared = (declared.readers - declared.fan_out) * flow.events_per_second * flow.sizes.event_bytes / flow.shards / MB
    yield Check(READ_OF_SHARD, shared, limits.SHARD_OUT_BYTES / MB, "enhanced fan-out for the mappings")
    readers = Decimal(declared.readers - declared.fan_out)
    yield Check("reads of a shard a second", readers, limits.SHARD_READS, "enhanced fan-out for the mappings")


def _functions(flow: Flow) -> Iterator[Check]:
    for name, mapping in flow.stack.consumers.items():
        needs = needed_batches(name, flow)
        advice = f"parallelization_factor = {needs:f} for it in terraform/mappings.tf"
        if needs > limits.SHARD_BATCHES:
            advice = "more shards: Lambda runs ten batches of a shard at most"
        yield Check(f"ParallelizationFactor of {name}", needs, Decimal(mapping.parallel), advice)
        alone = busy(name, flow) / flow.load.symbols
        one = "Lambda takes the batches of a key one after the other: fewer quotes of a symbol, or larger batches"
        yield Check(f"executions of {name} for one symbol at once", alone, Decimal(1), one)
    yield Check("Lambda executions at once", executions(flow), limits.EXECUTIONS, "ask AWS for a larger quota")


def _tables(flow: Flow) -> Iterator[Check]:
    for name, rate in write_rates(flow).items():
        indexes = 1 + flow.stack.tables[name].indexes
        quota = "ask AWS for a larger quota, and warm the table before"
        yield Check(f"write units a second, {name}", rate / indexes, limits.TABLE_UNITS, quota)
    candles = flow.candle_writes_per_second * flow.candle_write_units / flow.load.symbols
    split = "split the key: one partition key writes 1,000 units a second"
    yield Check("write units a second and symbol, price_candles", candles, limits.PARTITION_WRITES, split)
    recent = flow.anomalies_per_second + flow.alerts_per_second
    yield Check("write units a second, index `recent` (one key)", recent, limits.PARTITION_WRITES, split)
    largest = flow.sizes.candle_bytes_of(flow.load.events_per_candle) / KB
    ids = "keep the ids of a candle's events in items of their own"
    yield Check("KB of a candle", largest, limits.ITEM_BYTES / KB, ids)
    listening = all_pushes_per_second(flow) * connection_units(flow)
    yield Check("read units a second, connections (one key)", listening, limits.PARTITION_READS, "split the key")


def _ingester(module: Module, flow: Flow) -> Iterator[Check]:
    """Return what the stack's own producer can do."""
    load, own = flow.load, "Put the events with a producer of your own"
    names = [f"S{number}" for number in range(min(int(load.symbols), MOST_SYMBOLS + 1))]
    refusals = module.refusals("symbols", names) or [""]
    yield Check(
        "symbols that data_ingester quotes", load.symbols, Decimal(MOST_SYMBOLS), f"{refusals[0]} {own}".strip()
    )
    pace = Decimal(SHORTEST_SCHEDULE_SECONDS) / load.interval_seconds
    yield Check("quotes of a symbol a minute", pace, Decimal(1), f"The schedule's least is a minute. {own}")
    if load.symbols > MOST_SYMBOLS:
        return
    bulk = "TF_VAR_alpha_vantage_plan=premium asks for a hundred symbols at once (REALTIME_BULK_QUOTES)"
    asking = flow.stack.asking.of(max(1, int(load.symbols)))
    if asking.plan.daily_requests is not None:
        daily = Decimal(asking.plan.daily_requests)
        yield Check("requests for one quote of each symbol, in a day's", Decimal(asking.calls), daily, bulk)
    elif not flow.stack.bulk_quotes:
        yield Check("symbols that a run gets round to", load.symbols, flow.calls_in_time, bulk)


def _others(flow: Flow) -> Iterator[Check]:
    counted = hour_anomaly_units(flow) if flow.viewers else Decimal(0)
    yield Check(
        "read units of GET /stats for an hour's anomalies",
        counted,
        most_units(flow),
        "one key reads 3,000 units a second: count anomalies by the minute",
    )
    week = week_bytes(flow) / 10**9 if flow.queries_per_month else Decimal(0)
    scan = Decimal(flow.stack.lake.scan_limit_bytes) / 10**9
    yield Check("GB that a query over 7 days scans", week, scan, "ask for fewer days, or raise athena_scan_limit_bytes")
    mails = flow.alerts_per_second * flow.stack.alerts.mailboxes
    yield Check("e-mails a second", mails, limits.MAILS, "raise alert_cooldown_minutes, or read the topic otherwise")
