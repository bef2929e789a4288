"""The flow that a load sets in motion in the stack. Rates are per second.

Nothing here falls when the load rises, so that the bill does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import (
    ANOMALY_SHARE,
    ASKING_SHARE,
    BULK_SYMBOLS,
    CALL_SPACING_SECONDS,
    QUERY_CALLS,
    RECONCILE_EVERY_SECONDS,
    STATS_EVERY_SECONDS,
)
from finpulse_cli.features.cost.units import MONTH, WRITE_BYTES, mean_units, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.features.cost.item_sizes import Sizes
    from finpulse_cli.features.cost.load import SettledLoad
    from finpulse_cli.features.cost.stack import SourceMapping, Stack

SHORTEST_SCHEDULE_SECONDS = 60  # what comes more often comes from a producer of one's own
MOST_SYMBOLS = 500  # that the ingester and the API may be told of: variables_ingest.tf
FANOUT = "push_fanout"


@dataclass(frozen=True)  # no slots: what is derived is kept
class Flow:
    """A load on a stack whose stream has `shards` shards.

    `lanes` says for each consumer how many batches run side by side: one a shard, or more where that is too few.
    """

    stack: Stack
    load: SettledLoad
    sizes: Sizes
    shards: Decimal
    lanes: Mapping[str, Decimal]

    @cached_property
    def events_per_second(self) -> Decimal:
        """Events put on the stream."""
        return self.load.events_per_second

    @cached_property
    def asked_symbols(self) -> Decimal:
        """Symbols that one run of the ingester gets round to."""
        most = min(self.load.symbols, Decimal(MOST_SYMBOLS))
        return most if self.stack.bulk_quotes else min(most, self.calls_in_time)

    @cached_property
    def calls_in_time(self) -> Decimal:
        """Calls that one run of the ingester has the time for."""
        asking = self.stack.functions["data_ingester"].timeout_seconds * ASKING_SHARE
        return whole(asking / CALL_SPACING_SECONDS)

    @cached_property
    def quote_calls(self) -> Decimal:
        """Calls of one run, on average: a run may have nothing to ask for."""
        most = whole(self.asked_symbols / BULK_SYMBOLS) if self.stack.bulk_quotes else self.asked_symbols
        asking = self.stack.asking.of(max(1, int(self.asked_symbols)))
        return min(most, round(asking.requests_per_second / asking.runs_per_second, 6))

    @cached_property
    def runs_per_second(self) -> Decimal:
        """Runs of the ingester: by its own schedule, and as often as the load has quotes, if that is more."""
        asked = 1 / max(self.load.interval_seconds, Decimal(SHORTEST_SCHEDULE_SECONDS))
        return max(asked, self.stack.asking.runs_per_second)

    @cached_property
    def requests_counted_per_second(self) -> Decimal:
        """Writes of the counts of requests: of the day, of the minute where it is limited, and whose turn it is."""
        plan = self.stack.asking.plan
        counts = 1 + (plan.requests_per_minute is not None) + (plan.daily_requests is not None)
        return self.runs_per_second * self.quote_calls * counts

    @cached_property
    def tracked(self) -> Decimal:
        """Symbols that the API and a dashboard show."""
        return max(Decimal(self.stack.symbols), min(self.load.symbols, Decimal(MOST_SYMBOLS)))

    def batches_per_second(self, consumer: str) -> Decimal:
        """Return invocations of a consumer: a lane's events of a burst or a window together, unless they fill more."""
        mapping = self.stack.consumers[consumer]
        timed = min(self.lanes[consumer], self.load.symbols) * self._gathered(mapping)
        return min(self.events_per_second, max(timed, self.events_per_second / mapping.batch_size))

    def symbol_batches_per_second(self, consumer: str) -> Decimal:
        """Return how often a consumer meets a symbol, once a batch that has it."""
        mapping = self.stack.consumers[consumer]
        timed = self.load.symbols * self._gathered(mapping)
        return min(self.events_per_second, max(timed, self.events_per_second / mapping.batch_size * self.load.symbols))

    def _gathered(self, mapping: SourceMapping) -> Decimal:
        """Return the batches a second of a shard that has events.

        Lambda reads it once a second or gathers for longer.
        """
        return min(self.load.bursts_per_second, Decimal(1) / max(1, mapping.window_seconds))

    @cached_property
    def candles_per_second(self) -> Decimal:
        """Candles begun."""
        return self.events_per_second / self.load.events_per_candle

    @cached_property
    def candle_writes_per_second(self) -> Decimal:
        """Writes of candles: a candle is written again by every batch that brings an event of its minute."""
        return max(self.symbol_batches_per_second("aggregator"), self.candles_per_second)

    @cached_property
    def mean_candle_bytes(self) -> Decimal:
        """Bytes of a candle when it is written, on average: it grows with every event that it remembers."""
        written = self.candle_writes_per_second / self.candles_per_second
        return self.sizes.candle_bytes_of(self.load.events_per_candle * (1 + 1 / written) / 2)

    @cached_property
    def candle_write_units(self) -> Decimal:
        """Write units of one write of a candle."""
        return mean_units(self.mean_candle_bytes, WRITE_BYTES)

    @cached_property
    def anomalies_per_second(self) -> Decimal:
        """Anomalies stored."""
        return self.events_per_second * ANOMALY_SHARE

    @cached_property
    def alerts_per_second(self) -> Decimal:
        """Alerts sent: at most one a symbol, direction and cooldown."""
        cooldown = self.stack.alerts.cooldown_minutes * 60
        return (
            min(self.anomalies_per_second, self.load.symbols * 2 / cooldown) if cooldown else self.anomalies_per_second
        )

    @cached_property
    def deliveries_per_second(self) -> Decimal:
        """Alerts to webhooks, of which none leaves any out."""
        return self.alerts_per_second * self.stack.alerts.webhooks

    @cached_property
    def changes_per_second(self) -> Mapping[str, Decimal]:
        """Changes of the tables whose streams push_fanout reads."""
        made = {
            "latest_prices": self.symbol_batches_per_second("price_processor"),
            "price_candles": self.candle_writes_per_second,
            "anomalies": self.anomalies_per_second + self.alerts_per_second + self.deliveries_per_second,
        }
        return {name: made[name] for name in self.stack.pushes}

    @property
    def viewers(self) -> int:
        """Dashboards that poll the HTTP API."""
        return self.load.dashboards if self.stack.http_api else 0

    @property
    def listeners(self) -> int:
        """Dashboards on the push API."""
        return self.load.dashboards if self.stack.push_api else 0

    @property
    def queries_per_month(self) -> int:
        """Athena queries a month."""
        return self.load.queries_per_month if self.stack.athena else 0

    @cached_property
    def requests_per_second(self) -> Mapping[str, Decimal]:
        """Requests of the HTTP API by route."""
        often, seldom = (Decimal(self.viewers) / every for every in (STATS_EVERY_SECONDS, RECONCILE_EVERY_SECONDS))
        return {
            "/stats": often,
            "/prices": seldom,
            "/candles": seldom,
            "/candles of the list": seldom * self.tracked,
            "/anomalies": seldom,
            "/query": Decimal(self.queries_per_month * QUERY_CALLS if self.stack.http_api else 0) / MONTH,
        }
