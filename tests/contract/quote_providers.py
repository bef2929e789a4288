"""The providers of quotes as their contract tests meet them: a third one has its entry here."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import Fault
from finpulse_cli.standins.provider.server import StandIn
from lambdas.shared.adapters.alpha_vantage import client
from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.sources import BulkQuotes, GlobalQuotes
from lambdas.shared.adapters.finnhub import quote_source
from lambdas.shared.adapters.finnhub.quote_source import FinnhubQuotes
from lambdas.shared.adapters.provider.address import endpoint
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.adapters.provider.transport import HttpTransport
from lambdas.shared.domain.event import Source, VolumeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from finpulse_cli.standins.provider.provider_answer import ProviderApi
    from finpulse_cli.standins.provider.tape import Tape
    from lambdas.data_ingester.ingest import QuoteSource

KEY = "Q7W8E9R1T2Y3U4I5"
NOW = datetime(2026, 11, 20, 14, 31, 20, tzinfo=UTC)


class ConstantKey:
    """A key that never changes."""

    def value(self) -> str:
        return KEY

    def refresh(self) -> str:
        return KEY


@dataclass(frozen=True)
class Provider:
    """One way of asking one provider: its source at an address, its stand-in, and what each fault means to it."""

    name: str
    source: Source
    volume_kind: VolumeKind
    make: Callable[[str, HttpTransport, Pace], QuoteSource]
    api: Callable[[Tape, Conduct], ProviderApi]
    words: Mapping[Fault, str]
    in_bulk: bool = False  # one call for all symbols

    def at(self, url: str, socket_seconds: float = 5) -> QuoteSource:
        """Return the source that asks a stand-in server."""
        return self.make(url, HttpTransport(self.name, socket_seconds), Pace(0, lambda: 0.0, lambda _: None))

    @contextmanager
    def standing_in(
        self, tape: Tape, conduct: Conduct | None = None, now: datetime = NOW, socket_seconds: float = 5
    ) -> Iterator[QuoteSource]:
        """Run the stand-in server until the block ends."""
        with StandIn(0, [self.api(tape, conduct or Conduct())], "market-day", lambda: now) as server:
            yield self.at(f"http://127.0.0.1:{server.server_port}", socket_seconds)


def _client(url: str, transport: HttpTransport, pace: Pace) -> AlphaVantageClient:
    return AlphaVantageClient(endpoint(url, client.PATH, "URL"), ConstantKey(), transport, pace)


def _finnhub(url: str, transport: HttpTransport, pace: Pace) -> FinnhubQuotes:
    return FinnhubQuotes(endpoint(f"{url}/api/v1", quote_source.PATH, "URL"), ConstantKey(), transport, pace)


_ALIKE = {
    Fault.PREMIUM: "premium_only",
    Fault.BAD_KEY: "key_rejected",
    Fault.ERROR_MESSAGE: "rejected",
    Fault.EMPTY: "symbol_unknown",
    Fault.HTTP_404: "unexpected_status",
    Fault.HTTP_500: "server_error",
    Fault.TIMEOUT: "timed_out",
    Fault.NOT_JSON: "not_json",
    Fault.CUT_SHORT: "cut_short",
}
_ALPHA_VANTAGE = _ALIKE | {Fault.NOTE: "throttled", Fault.DAILY_CAP: "quota_used_up", Fault.BURST: "burst_limit"}
_FINNHUB = _ALIKE | dict.fromkeys((Fault.NOTE, Fault.DAILY_CAP, Fault.BURST), "throttled")

PROVIDERS = [
    Provider(
        "Alpha Vantage",
        Source.ALPHA_VANTAGE,
        VolumeKind.DAY_TOTAL,
        lambda url, transport, pace: GlobalQuotes(_client(url, transport, pace)),
        Api,
        _ALPHA_VANTAGE,
    ),
    Provider(
        "Alpha Vantage in bulk",
        Source.ALPHA_VANTAGE,
        VolumeKind.DAY_TOTAL,
        lambda url, transport, pace: BulkQuotes(_client(url, transport, pace)),
        Api,
        _ALPHA_VANTAGE,
        in_bulk=True,
    ),
    Provider("Finnhub", Source.FINNHUB, VolumeKind.INTERVAL, _finnhub, FinnhubApi, _FINNHUB),
]
