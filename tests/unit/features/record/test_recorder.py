"""A recording under all that a provider can do, in time that passes by sleeping only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.features.record.journal import Journal
from finpulse_cli.features.record.recordable import Function
from finpulse_cli.features.record.recorder import TRIES, Recorder, Timing
from finpulse_cli.features.record.recording_plan import RecordingPlan
from finpulse_cli.fixtures.load import load
from finpulse_cli.fixtures.recording import recording_of
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.errors import (
    KeyRejectedError,
    ProviderFailedError,
    QuotaUsedUpError,
    QuoteError,
    QuoteThrottledError,
)
from tests.unit.lambdas.data_ingester.replies import BURST, DAILY_CAP, PREMIUM, finnhub_quote, global_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

KEY = "Q7W8E9R1T2Y3U4I5"
BEGUN = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
QUOTES = RecordingPlan(Function.GLOBAL_QUOTE, ("AAPL", "MSFT"), rounds=2)


class Provider:
    """Gives what `said` has, one after the other, then a quote of whatever is asked for. Notes when it was asked."""

    def __init__(self, said: Iterable[bytes | BaseException | None] = (), begun: datetime = BEGUN) -> None:
        self._said = iter(said)
        self.now = begun
        self.pauses: list[float] = []
        self.asked: list[tuple[datetime, str]] = []

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> bytes:
        assert KEY in address or headers == {"X-Finnhub-Token": KEY}
        symbol = parse_qs(urlsplit(address).query)["symbol"][0]
        self.asked.append((self.now, symbol))
        self.now += timedelta(milliseconds=200)
        said = next(self._said, None)
        if isinstance(said, BaseException):
            raise said
        quote = finnhub_quote() if headers else global_quote(symbol)
        return json.dumps(quote).encode() if said is None else said

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += timedelta(seconds=seconds)

    @property
    def timing(self) -> Timing:
        return Timing(lambda: self.now, lambda: self.now.timestamp(), self.sleep, Random(1))  # noqa: S311


def record(
    folder: Path,
    provider: Provider,
    plan: RecordingPlan = QUOTES,
    *,
    budget: int | None = 25,
    every: float = 0,
    report: Callable[[str], None] = lambda _: None,
) -> Journal:
    """Record, or go on."""
    journal = Journal.load(folder) or Journal(folder, plan)
    Recorder(
        journal,
        "https://host/query",
        KEY,
        provider,
        provider.timing,
        budget=budget,
        every_seconds=every,
        report=report,
    ).run()
    return journal


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "responses").glob("*"))


def said(**body: object) -> bytes:
    return json.dumps(body).encode()


def test_replies_are_kept_as_they_came_but_for_the_key(tmp_path: Path) -> None:
    body = json.dumps(global_quote("AAPL") | {"about": f"{KEY} {KEY.lower()}"}, indent=7).encode() + b" \n\n"
    record(tmp_path, Provider([body]), RecordingPlan(Function.GLOBAL_QUOTE, ("AAPL",)))
    kept = (tmp_path / "responses" / "GLOBAL_QUOTE-AAPL-1.json").read_bytes()
    assert kept == body.replace(KEY.encode(), b"[key]").replace(KEY.lower().encode(), b"[key]")
    assert all(KEY.lower() not in path.read_text().lower() for path in tmp_path.rglob("*.json"))


def test_a_recording_is_a_fixture_whose_quotes_have_the_time_when_they_came(tmp_path: Path) -> None:
    record(tmp_path / "my day", Provider(), every=60)
    fixture = load(tmp_path / "my day")
    assert (fixture.name, fixture.symbols) == ("my-day", ("AAPL", "MSFT"))
    times = [quote.timestamp for quote in recording_of(fixture).quotes]
    assert [(time - BEGUN).total_seconds() if time else None for time in times] == [
        pytest.approx(seconds, abs=0.01) for seconds in (0.2, 1.3, 60.2, 61.3)
    ]


def test_finnhub_s_replies_are_a_fixture_though_they_hold_no_symbol(tmp_path: Path) -> None:
    record(tmp_path, Provider(), RecordingPlan(Function.FINNHUB_QUOTE, ("AAPL",)), budget=None)
    (quote,) = recording_of(load(tmp_path)).quotes
    assert (quote.symbol, quote.timestamp) == ("AAPL", datetime(2026, 11, 20, 14, 31, 5, tzinfo=UTC))


def test_calls_and_rounds_keep_their_distance(tmp_path: Path) -> None:
    provider = Provider()
    record(tmp_path, provider, every=60)
    moments = [(moment - BEGUN).total_seconds() for moment, _ in provider.asked]
    assert moments == [pytest.approx(seconds, abs=0.01) for seconds in (0, 1.1, 60, 61.1)]


def test_the_day_s_budget_ends_it_and_the_next_day_goes_on(tmp_path: Path) -> None:
    first = Provider()
    with pytest.raises(FailedError, match=r"3 requests of the day are made, and 1 are still to be made") as caught:
        record(tmp_path, first, budget=3)
    assert "tomorrow" in str(caught.value.next_action)
    with pytest.raises(FailedError):
        record(tmp_path, Provider(), budget=3)  # nothing more on the same day
    assert load(tmp_path).symbols == ("AAPL", "MSFT")
    later = Provider(begun=BEGUN + timedelta(days=1))
    record(tmp_path, later, budget=3)
    assert [symbol for _, symbol in [*first.asked, *later.asked]] == ["AAPL", "MSFT", "AAPL", "MSFT"]
    assert len(files(tmp_path)) == 4


@given(
    budget=st.integers(1, 5),
    rounds=st.integers(1, 6),
    ends=st.lists(st.integers(0, 8), max_size=6),
)
def test_however_often_it_is_ended_no_day_has_more_than_its_budget_and_nothing_is_asked_twice(
    budget: int, rounds: int, ends: list[int]
) -> None:
    with TemporaryDirectory() as name:
        folder, plan = Path(name) / "recording", RecordingPlan(Function.GLOBAL_QUOTE, ("AAPL", "MSFT"), rounds)
        asked: list[tuple[datetime, str]] = []
        stops, now = iter(ends), BEGUN
        for _ in range(200):
            end = next(stops, None)
            provider = Provider([*[None] * (end or 0), *([KeyboardInterrupt()] if end is not None else [])], now)
            try:
                record(folder, provider, plan, budget=budget)
                break
            except KeyboardInterrupt:
                now = provider.now
            except FailedError:
                now = provider.now + timedelta(days=1)
            finally:
                asked += provider.asked
        days = [trading_day_of(moment) for moment, _ in asked]
        assert max(days.count(day) for day in set(days)) <= budget
        assert len(files(folder)) == plan.requests
        assert len(asked) <= plan.requests + len(ends)  # one that was under way when it ended is made again
        assert load(folder).symbols == ("AAPL", "MSFT")


@pytest.mark.parametrize(
    "trouble",
    [
        said(Information=BURST),
        said(Note="Our standard API call frequency is 5 calls per minute."),
        ProviderFailedError("HTTP 503"),
        b'{"Global Quote": {',
    ],
)
def test_what_passes_is_waited_for(tmp_path: Path, trouble: bytes | QuoteError) -> None:
    provider = Provider([trouble, trouble])
    journal = record(tmp_path, provider)
    assert len(journal.kept) == 4
    assert journal.asked == {"2026-11-20": 6}  # each try is a request
    waits = [pause for pause in provider.pauses if pause > 1.1]
    assert len(waits) == 2


def test_a_provider_that_stays_away_ends_it_with_what_is_kept(tmp_path: Path) -> None:
    provider = Provider([None, *[ProviderFailedError(f"HTTP 503 of {KEY}")] * TRIES])
    with pytest.raises(FailedError, match=r"HTTP 503 of \[key\]") as caught:
        record(tmp_path, provider)
    assert "goes on where it stopped" in str(caught.value.next_action)
    assert files(tmp_path) == ["GLOBAL_QUOTE-AAPL-1.json"]
    assert load(tmp_path).symbols == ("AAPL",)


@pytest.mark.parametrize(
    ("trouble", "kind", "words"),
    [
        (said(Information=DAILY_CAP.format(key=KEY)), FailedError, "daily quota is used up"),
        (QuotaUsedUpError("spent"), FailedError, "spent"),
        (said(Information=PREMIUM), FailedError, "premium plan"),
        (KeyRejectedError(f"{KEY} is none"), MissingError, r"\[key\] is none"),
    ],
)
def test_what_does_not_pass_ends_it_at_once(
    tmp_path: Path, trouble: bytes | QuoteError, kind: type[FailedError | MissingError], words: str
) -> None:
    provider = Provider([trouble])
    with pytest.raises(kind, match=words):
        record(tmp_path, provider)
    assert len(provider.asked) == 1


def test_a_missing_key_s_error_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        record(tmp_path, Provider([KeyRejectedError("no")]))
    assert "https://www.alphavantage.co/support/#api-key" in str(caught.value.next_action)


def test_a_symbol_that_the_provider_does_not_know_is_not_asked_for_again_and_costs_no_other(tmp_path: Path) -> None:
    told: list[str] = []
    plan = RecordingPlan(Function.GLOBAL_QUOTE, ("NOPE", "AAPL"))
    journal = record(tmp_path, Provider([said(**{"Global Quote": {}})]), plan, report=told.append)
    assert journal.refused == {"GLOBAL_QUOTE-NOPE-1.json": "Alpha Vantage does not know this symbol"}
    assert told == [
        "1/2 GLOBAL_QUOTE-NOPE-1.json: Alpha Vantage does not know this symbol",
        "2/2 GLOBAL_QUOTE-AAPL-1.json: kept",
    ]
    again = Provider()
    record(tmp_path, again)
    assert again.asked == []


def test_a_minute_s_limit_is_waited_out(tmp_path: Path) -> None:
    provider = Provider([QuoteThrottledError("slow down")])
    record(tmp_path, provider)
    assert 60 <= max(provider.pauses) < 90
