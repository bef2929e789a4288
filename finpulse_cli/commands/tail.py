"""`finpulse tail`: the newest of a table, the alerts, the alarms, the lake, the stream or the quarantine."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, FeedOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError, act, to_run
from finpulse_cli.features.tail.alerts import unheard_addresses
from finpulse_cli.features.tail.base import Source
from finpulse_cli.features.tail.catalogue import Kind, open_reader
from finpulse_cli.features.tail.feeds import require_known_feed
from finpulse_cli.features.tail.lake import LITERAL_NOTE, has_literal_dates
from finpulse_cli.features.tail.show import Following, follow_json, follow_lines, follow_live, show_rows
from lambdas.shared.domain.feed import LIVE

POLL_SECONDS = 1.0
EMPTY = {
    Kind.PRICES: "no prices",
    Kind.CANDLES: "no candles",
    Kind.ANOMALIES: "no anomalies",
    Kind.ALERTS: "no alerts",
    Kind.ALARMS: "nothing to show: no alarm has changed",
    Kind.LAKE: "nothing in the lake (Firehose writes with a delay)",
    Kind.STREAM: "nothing on the stream",
    Kind.QUARANTINE: "nothing in quarantine",
}
OF_ONE_FEED = frozenset({Kind.PRICES, Kind.CANDLES})
OF_OPERATION = frozenset({Kind.QUARANTINE, Kind.ALARMS})
"""Kinds that a replay of good quotes adds nothing to."""
KEPT_A_DAY = OF_ONE_FEED | {Kind.ANOMALIES}
"""Kinds whose rows of a replay go after a day, as does the feed's entry in the list; the others are kept longer."""
REPLAYS = "a replay is a feed of its own, see `finpulse feeds`"
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
    feed: FeedOption = None,
    limit: LimitOption = 20,
    events: EventsOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Show the newest rows, the newest last, and with -f go on as they come.

    Prices and candles are those of one feed, the live market unless --feed names another; all else is shown of all
    feeds, unless one is named.

    Example: finpulse tail prices -f --symbol TSLA
    """
    _require_sense(kind, symbol, feed, events=events)
    source = open_source(ctx, target, symbol, feed, aws=aws, events=events)
    if kind in KEPT_A_DAY:
        require_known_feed(source, source.clock())
    if kind is Kind.LAKE and has_literal_dates(source.clients.s3, source.outputs.lake_bucket):
        console.note(LITERAL_NOTE)
    following = Following(open_reader(kind, source), limit, source.clock, lambda: time.sleep(POLL_SECONDS))
    if follow:
        _follow(following, as_json=as_json)
    else:
        _show(kind, following, source, as_json=as_json)


def _require_sense(kind: Kind, symbol: str | None, feed: str | None, *, events: bool) -> None:
    if events and kind is not Kind.LAKE:
        raise UsageError(f"--events shows what the lake's objects hold; {kind} has none", to_run("tail lake --events"))
    if (symbol or feed) and kind is Kind.ALARMS:
        raise UsageError("an alarm is about a function, not about a symbol or a feed", to_run("tail alarms"))
    if (symbol or feed) and kind is Kind.LAKE and not events:
        named = f"--symbol {symbol}" if symbol else f"--feed {feed}"
        raise UsageError(
            "an object of the lake may hold events of every symbol and feed",
            act("look into them with `{}`", f"tail lake --events {named}"),
        )


def _show(kind: Kind, following: Following, source: Source, *, as_json: bool) -> None:
    rows = following.reader.latest(following.limit).rows
    if as_json:
        console.print_json_lines(row.values for row in rows)
    else:
        show_rows(following.reader.columns, rows, following.clock())
    if not rows:
        console.note(_nothing(kind, source))
    if not rows and kind is Kind.ALERTS:
        for address in unheard_addresses(source):
            console.note(f"{address} gets nothing until it agrees: `finpulse mail confirm`")


def _nothing(kind: Kind, source: Source) -> str:
    feed = source.feed or (LIVE if kind in OF_ONE_FEED else None)
    of_symbol = f" of {source.symbol}" if source.symbol else ""
    in_feed = f" in the feed {feed}" if feed else ""
    then = REPLAYS if feed else NEXT
    what = f"{EMPTY[kind]} yet{of_symbol}{in_feed}"
    return what if kind in OF_OPERATION and not feed else f"{what}; {then}"


def _follow(following: Following, *, as_json: bool) -> None:
    """Show rows until Ctrl-C, which is how a follow is meant to end, so it ends well."""
    try:
        if as_json:
            follow_json(following)
        elif console.stdout().is_terminal:
            follow_live(following)
        else:
            follow_lines(following)
    except KeyboardInterrupt:
        return
