"""Makes the requests of a recording one after the other, and keeps each reply at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError, FailedError, MissingError, act
from finpulse_cli.features.record.recordable import call_of, provider_of, symbols_held
from finpulse_cli.features.record.redacted_reply import redacted_reply
from lambdas.shared.adapters.provider.redact import redacted
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.errors import (
    BurstLimitError,
    KeyRejectedError,
    PremiumOnlyError,
    ProviderUnreachableError,
    QuotaUsedUpError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from finpulse_cli.core.console import Report
    from finpulse_cli.features.record.journal import Journal
    from finpulse_cli.features.record.recording_plan import Step
    from lambdas.shared.adapters.provider.keyed_calls import Transport

TRIES = 4
_MINUTE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Time as a recording has it: `clock` gives aware UTC, `monotonic` and `sleep` seconds."""

    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    random: Random


class Recorder:
    """Records into a journal's folder. `budget` requests a day at most, None for no limit by the day."""

    def __init__(
        self,
        journal: Journal,
        address: str,
        key: str,
        transport: Transport,
        timing: Timing,
        *,
        budget: int | None,
        every_seconds: float,
        report: Report,
    ) -> None:
        self._journal = journal
        self._address = address
        self._key = key
        self._transport = transport
        self._timing = timing
        self._budget = budget
        self._every_seconds = every_seconds
        self._report = report
        self._provider = provider_of(journal.plan.function)
        self._free_at = timing.monotonic()

    def run(self) -> None:
        """Make what is left; a reply that is there stays whatever ends it.

        Raises `FailedError` when the day's requests are used up or the provider is away, `MissingError` for a key that
        it does not accept.
        """
        self._journal.settle()
        left = self._journal.left()
        total, round_begun, number = self._journal.plan.requests, self._timing.monotonic(), 0
        for step in left:
            if step.round != number:
                if number:
                    self._wait_until(round_begun + self._every_seconds)
                number, round_begun = step.round, self._timing.monotonic()
            self._record(step)
            done = len(self._journal.kept) + len(self._journal.refused)
            outcome = self._journal.refused.get(step.file, "kept")
            self._report(f"{done}/{total} {step.file}: {outcome}")

    def _record(self, step: Step) -> None:
        for tried in range(1, TRIES + 1):
            try:
                self._keep(step)
            except QuoteError as error:
                if isinstance(error, QuoteRejectedError) and not isinstance(error, KeyRejectedError | PremiumOnlyError):
                    self._journal.refuse(step, redacted(str(error), self._key))
                    return
                pause = self._pause_seconds(error, tried)
                if pause is None or tried == TRIES:
                    raise self._told(error) from None
                self._timing.sleep(pause)
            else:
                return

    def _keep(self, step: Step) -> None:
        plan = self._journal.plan
        self._wait_until(self._free_at)
        day = self._day()
        if self._budget is not None and self._journal.asked.get(day, 0) >= self._budget:
            raise _spent(f"{self._budget} requests of the day are made", len(self._journal.left()))
        self._journal.count(day)
        call = call_of(plan.function, self._address, step.symbols, self._key, full=plan.full)
        self._free_at = self._timing.monotonic() + self._provider.spacing_seconds
        reply = self._transport.get(call.address, call.headers)
        symbols = symbols_held(plan.function, json_object(reply), step.symbols)
        self._journal.keep(step, redacted_reply(reply, self._key), self._timing.clock(), symbols)

    def _pause_seconds(self, error: QuoteError, tried: int) -> float | None:
        """Return how long to wait before another try, longer each time and by chance; None where none would help."""
        jitter = 1 + self._timing.random.random() / 2
        if isinstance(error, BurstLimitError | ProviderUnreachableError):
            return float(self._provider.spacing_seconds * 2**tried * jitter)
        if isinstance(error, QuoteThrottledError) and not isinstance(error, QuotaUsedUpError):
            return _MINUTE_SECONDS * jitter
        return None

    def _told(self, error: QuoteError) -> CliError:
        said = redacted(str(error), self._key)
        if isinstance(error, KeyRejectedError):
            return MissingError(said, how_to_get_a_key(self._provider.key_variable, self._provider.key_page))
        if isinstance(error, QuotaUsedUpError):
            return _spent(said, len(self._journal.left()))
        if isinstance(error, PremiumOnlyError):
            return FailedError(said, act("record another function, see `{}`", "record --help"))
        return FailedError(said, "run the same command again: it goes on where it stopped")

    def _wait_until(self, moment: float) -> None:
        pause = moment - self._timing.monotonic()
        if pause > 0:
            self._timing.sleep(pause)

    def _day(self) -> str:
        return trading_day_of(self._timing.clock()).isoformat()


def how_to_get_a_key(variable: str, page: str) -> str:
    """Return what a user has to do who has no key."""
    return f"get one at {page} (free), then `export {variable}=…`; it is never given on the command line"


def _spent(said: str, left: int) -> FailedError:
    return FailedError(
        f"{said}, and {left} are still to be made", "run the same command tomorrow: it goes on where it stopped"
    )
