"""`finpulse record`: capture real replies into a fixture folder."""

from __future__ import annotations

import re
import time
from dataclasses import asdict, replace
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated

import typer

from finpulse_cli.commands.options import JsonOption, SymbolsOption, called, named_symbols
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, MissingError, StoppedError, UsageError, act
from finpulse_cli.features.record.journal import JOURNAL_FILE, Journal
from finpulse_cli.features.record.recordable import Function, RecordedProvider, provider_of
from finpulse_cli.features.record.recorder import Recorder, Timing, how_to_get_a_key
from finpulse_cli.features.record.recording_plan import RecordingPlan, cost_of
from lambdas.shared.adapters.provider.address import endpoint
from lambdas.shared.adapters.provider.transport import HttpTransport
from lambdas.shared.domain.event import SYMBOL_PATTERN
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping


SYMBOLS = ("AAPL", "GOOGL", "MSFT", "AMZN", "TSLA")
_KEY = re.compile(r"\S{8,128}", re.ASCII)

FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", file_okay=False, show_default=False, help="Where the fixture is to lie.")
]
FunctionOption = Annotated[
    Function | None,
    typer.Option("--function", help="What to record: bars of a minute, or quotes. [TIME_SERIES_INTRADAY]"),
]
RoundsOption = Annotated[
    int | None, typer.Option("--rounds", min=1, max=10_000, help="Ask for every symbol this many times. [1]")
]
EveryOption = Annotated[float, typer.Option("--every", min=0, metavar="SECONDS", help="Between two rounds.")]
FullOption = Annotated[
    bool, typer.Option("--full", help="Of TIME_SERIES_INTRADAY, all bars there are, and not the last 100.")
]
BudgetOption = Annotated[
    int | None,
    typer.Option("--budget", min=1, metavar="N", help="Requests a day, at most. [25 at Alpha Vantage, a free key's]"),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what it would cost, and ask nothing.")]


def record(
    ctx: typer.Context,
    folder: FolderArgument,
    symbols: SymbolsOption = None,
    function: FunctionOption = None,
    rounds: RoundsOption = None,
    every: EveryOption = 60.0,
    full: FullOption = False,
    budget: BudgetOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Capture a provider's real replies into a fixture folder that `finpulse replay` takes.

    Replies are kept as they came, byte for byte but for the key. The key is read from ALPHA_VANTAGE_KEY or FINNHUB_KEY,
    and ALPHA_VANTAGE_URL or FINNHUB_URL may name another server, such as `finpulse standin`. Called again with the
    folder alone, it goes on where it stopped: after Ctrl-C, an outage, or when the day's requests were used up.

    `finpulse replay FOLDER --write-expectation` makes a test of the recording, `--expect` runs it.

    Example: finpulse record my-day --symbols AAPL,MSFT --full
    """
    context = called(ctx)
    chosen = _Chosen(tuple(dict.fromkeys(named_symbols(symbols))), function, rounds, full)
    journal = _journal(folder, chosen)
    provider = provider_of(journal.plan.function)
    allowed = budget or provider.requests_a_day
    asked = journal.asked.get(trading_day_of(context.clock()).isoformat(), 0)
    about = {"folder": str(folder), "provider": provider.name, "function": str(journal.plan.function)}
    if dry_run:
        cost = cost_of(journal.plan, len(journal.left()), allowed, asked, every)
        _show({**about, **asdict(cost)}, as_json=as_json)
        return
    key, address = _key(provider, context.environ), _address(provider, context.environ)
    recorder = Recorder(
        journal,
        address,
        key,
        HttpTransport(provider.name),
        Timing(context.clock, time.monotonic, time.sleep, SystemRandom()),
        budget=allowed,
        every_seconds=every,
        report=console.note,
    )
    _run(recorder, journal)
    counts = {"requests": journal.plan.requests, "recorded": len(journal.kept), "refused": len(journal.refused)}
    _show({**about, **counts}, as_json=as_json)
    if not journal.kept:
        raise FailedError("no reply is worth keeping", f"{folder / JOURNAL_FILE} has the reasons; name other symbols")
    console.note(act("replay it with `{}`", f"replay {folder}").render())


class _Chosen:
    """What the command line says of the recording; None and nothing stand for what it leaves open."""

    def __init__(self, symbols: tuple[str, ...], function: Function | None, rounds: int | None, full: bool) -> None:
        for symbol in symbols:
            if not SYMBOL_PATTERN.fullmatch(symbol):
                raise UsageError(f"{symbol!r} is no ticker symbol", "write it like AAPL or BRK-B")
        self.symbols, self.function, self.rounds, self.full = symbols, function, rounds, full

    def plan(self, base: RecordingPlan) -> RecordingPlan:
        """Return `base` with what is said."""
        return replace(
            base,
            function=self.function or base.function,
            symbols=self.symbols or base.symbols,
            rounds=self.rounds or base.rounds,
            full=self.full or base.full,
        )


def _journal(folder: Path, chosen: _Chosen) -> Journal:
    """Return the recording in `folder`, a new one where none has begun. Raises UsageError where it is another one."""
    found = Journal.load(folder)
    if found is None:
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{folder} holds something that is no recording", "name a new folder")
        return Journal(folder, chosen.plan(RecordingPlan(Function.INTRADAY, SYMBOLS)))
    if chosen.plan(found.plan) != found.plan:
        raise UsageError(
            f"{folder} holds a recording of something else",
            "leave the options out to go on with it, or name a new folder",
        )
    return found


def _run(recorder: Recorder, journal: Journal) -> None:
    try:
        recorder.run()
    except KeyboardInterrupt:
        journal.settle()
        done = f"stopped with {len(journal.kept)} replies kept and {len(journal.left())} to go"
        raise StoppedError(done, act("run `{}` to go on", f"record {journal.folder}")) from None
    except OSError as error:
        raise FailedError(
            f"{journal.folder} cannot be written: {error.strerror}", "make room there, or name another"
        ) from None


def _key(provider: RecordedProvider, environ: Mapping[str, str]) -> str:
    key = environ.get(provider.key_variable, "").strip()
    how = how_to_get_a_key(provider.key_variable, provider.key_page)
    if not key:
        raise MissingError(f"a key of {provider.name} is needed: {provider.key_variable} is not set", how)
    if not _KEY.fullmatch(key):
        raise MissingError(f"{provider.key_variable} holds no key: one has 8 to 128 characters without blanks", how)
    return key


def _address(provider: RecordedProvider, environ: Mapping[str, str]) -> str:
    base = environ.get(provider.url_variable, "").strip() or provider.url
    try:
        return endpoint(base, provider.path, provider.url_variable)
    except SettingsError as error:
        raise UsageError(str(error), f"correct {provider.url_variable}, or unset it") from None


def _show(facts: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        console.print_json(facts)
        return
    table = console.table(None, "", "")
    table.show_header = False
    for name, value in facts.items():
        table.add_row(name, "no limit" if value is None else str(value))
    console.stdout().print(table)
