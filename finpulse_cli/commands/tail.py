"""`finpulse tail`: the newest of a table, the inbox, the lake, the stream or the quarantine."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError, act, to_run
from finpulse_cli.features.tail.catalogue import Kind, open_reader
from finpulse_cli.features.tail.lake import LITERAL_NOTE, has_literal_dates
from finpulse_cli.features.tail.show import Feed, follow_json, follow_lines, follow_live, show_rows

POLL_SECONDS = 1.0
EMPTY = {
    Kind.PRICES: "no prices yet",
    Kind.CANDLES: "no candles yet",
    Kind.ANOMALIES: "no anomalies yet",
    Kind.ALERTS: "no alerts yet",
    Kind.LAKE: "nothing in the lake yet (Firehose writes with a delay)",
    Kind.STREAM: "nothing on the stream",
    Kind.QUARANTINE: "nothing in quarantine",
}
NEXT = "put quotes on the stream with `finpulse replay flash-crash`"

KindArgument = Annotated[Kind, typer.Argument(metavar="KIND", help=f"One of {', '.join(Kind)}.", show_default=False)]
FollowOption = Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes, until Ctrl-C.")]
SymbolOption = Annotated[str | None, typer.Option("--symbol", metavar="SYMBOL", help="This symbol only.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many of the newest.")]
EventsOption = Annotated[bool, typer.Option("--events", help="With lake: the events in the objects.")]


def tail(
    ctx: typer.Context,
    kind: KindArgument,
    follow: FollowOption = False,
    symbol: SymbolOption = None,
    limit: LimitOption = 20,
    events: EventsOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Show the newest rows, the newest last, and with -f go on as they come.

    Example: finpulse tail prices -f --symbol TSLA
    """
    _require_sense(kind, symbol, events=events)
    source = open_source(ctx, target, symbol, aws=aws, events=events)
    if kind is Kind.LAKE and has_literal_dates(source.clients.s3, source.outputs.lake_bucket):
        console.note(LITERAL_NOTE)
    feed = Feed(open_reader(kind, source), limit, source.clock, lambda: time.sleep(POLL_SECONDS))
    if follow:
        _follow(feed, as_json=as_json)
    else:
        _show(kind, feed, source.symbol, as_json=as_json)


def _require_sense(kind: Kind, symbol: str | None, *, events: bool) -> None:
    if events and kind is not Kind.LAKE:
        raise UsageError(f"--events shows what the lake's objects hold; {kind} has none", to_run("tail lake --events"))
    if symbol and kind is Kind.LAKE and not events:
        raise UsageError(
            "an object of the lake may hold events of every symbol",
            act("look into them with `{}`", f"tail lake --events --symbol {symbol}"),
        )


def _show(kind: Kind, feed: Feed, symbol: str | None, *, as_json: bool) -> None:
    rows = feed.reader.latest(feed.limit).rows
    if as_json:
        console.print_json_lines(row.values for row in rows)
    else:
        show_rows(feed.reader.columns, rows, feed.clock())
    if not rows:
        what = f"{EMPTY[kind]} of {symbol}" if symbol else EMPTY[kind]
        console.note(what if kind is Kind.QUARANTINE else f"{what}; {NEXT}")


def _follow(feed: Feed, *, as_json: bool) -> None:
    """Ctrl-C is how a follow is meant to end, so it ends well."""
    try:
        if as_json:
            follow_json(feed)
        elif console.stdout().is_terminal:
            follow_live(feed)
        else:
            follow_lines(feed)
    except KeyboardInterrupt:
        return
