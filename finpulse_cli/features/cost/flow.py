"""The flow that a load sets in motion in the stack. Rates are per second.

Nothing here falls when the load rises, so that the bill does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from finpulse_cli.features.cost.assumptions import (
    ANOMALY_SHARE,
    ASKING_SHARE,
    BULK_SYMBOLS,
    CALL_SPACING,
    QUERY_CALLS,
    RECONCILE_EVERY,
    STATS_EVERY,
)
from finpulse_cli.features.cost.items import Sizes
from finpulse_cli.features.cost.load import MONTH, SettledLoad
from finpulse_cli.features.cost.stack import SourceMapping, Stack
from finpulse_cli.features.cost.units import WRITE_BYTES, mean_units, whole

SHORTEST_SCHEDULE = 60  # seconds; what comes more often comes from a producer of one's own
MOST_SYMBOLS = 100  # that the ingester and the API may be told of: variables_ingest.tf
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
    def events(self) -> Decimal:
        """Events put on the stream."""
        return self.load.events

    @cached_property
    def asked_symbols(self) -> Decimal:
        """Symbols that one run of the ingester gets round to."""
        most = min(self.load.symbols, Decimal(MOST_SYMBOLS))
        return most if self.stack.bulk_quotes else min(most, self.calls_in_time)

    @cached_property
    def calls_in_time(self) -> Decimal:
        """Calls that one run of the ingester has the time for."""
        asking = self.stack.functions["data_ingester"].timeout * ASKING_SHARE
        return whole(asking / CALL_SPACING)

    @cached_property
    def quote_calls(self) -> Decimal:
        """Calls of one run."""
        return whole(self.asked_symbols / BULK_SYMBOLS) if self.stack.bulk_quotes else self.asked_symbols

    @cached_property
    def runs(self) -> Decimal:
        """Runs of the ingester."""
        return 1 / max(self.load.interval, Decimal(SHORTEST_SCHEDULE))

    @cached_property
    def tracked(self) -> Decimal:
        """Symbols that the API and a dashboard show."""
        return max(Decimal(self.stack.symbols), min(self.load.symbols, Decimal(MOST_SYMBOLS)))

    def batches(self, consumer: str) -> Decimal:
        """Invocations of a consumer: a lane's events of a burst or a window together, unless they fill more."""
        mapping = self.stack.consumers[consumer]
        timed = min(self.lanes[consumer], self.load.symbols) * self._gathered(mapping)
        return min(self.events, max(timed, self.events / mapping.batch_size))

    def symbol_batches(self, consumer: str) -> Decimal:
        """Return how often a consumer meets a symbol, once a batch that has it."""
        mapping = self.stack.consumers[consumer]
        timed = self.load.symbols * self._gathered(mapping)
        return min(self.events, max(timed, self.events / mapping.batch_size * self.load.symbols))

    def _gathered(self, mapping: SourceMapping) -> Decimal:
        """Return the batches a second of a shard that has events.

        Lambda reads it once a second or gathers for longer.
        """
        return min(self.load.bursts, Decimal(1) / max(1, mapping.window))

    @cached_property
    def candles(self) -> Decimal:
        """Candles begun."""
        return self.events / self.load.candle_events

    @cached_property
    def candle_writes(self) -> Decimal:
        """Writes of candles: a candle is written again by every batch that brings an event of its minute."""
        return max(self.symbol_batches("aggregator"), self.candles)

    @cached_property
    def mean_candle(self) -> Decimal:
        """Bytes of a candle when it is written, on average: it grows with every event that it remembers."""
        written = self.candle_writes / self.candles
        return self.sizes.candle_of(self.load.candle_events * (1 + 1 / written) / 2)

    @cached_property
    def candle_units(self) -> Decimal:
        """Write units of one write of a candle."""
        return mean_units(self.mean_candle, WRITE_BYTES)

    @cached_property
    def anomalies(self) -> Decimal:
        """Anomalies stored."""
        return self.events * ANOMALY_SHARE

    @cached_property
    def alerts(self) -> Decimal:
        """Alerts sent: at most one a symbol, direction and cooldown."""
        cooldown = self.stack.alerts.cooldown * 60
        return min(self.anomalies, self.load.symbols * 2 / cooldown) if cooldown else self.anomalies

    @cached_property
    def changes(self) -> Mapping[str, Decimal]:
        """Changes of the tables whose streams push_fanout reads."""
        made = {
            "latest_prices": self.symbol_batches("price_processor"),
            "price_candles": self.candle_writes,
            "anomalies": self.anomalies + self.alerts,
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
    def queries(self) -> int:
        """Athena queries a month."""
        return self.load.queries if self.stack.athena else 0

    @cached_property
    def requests(self) -> Mapping[str, Decimal]:
        """Requests of the HTTP API by route."""
        often, seldom = (Decimal(self.viewers) / every for every in (STATS_EVERY, RECONCILE_EVERY))
        return {
            "/stats": often,
            "/prices": seldom,
            "/candles": seldom,
            "/candles of the list": seldom * self.tracked,
            "/anomalies": seldom,
            "/query": Decimal(self.queries * QUERY_CALLS if self.stack.http_api else 0) / MONTH,
        }
