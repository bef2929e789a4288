"""`finpulse feeds`: the live market, and every replay by itself."""

from __future__ import annotations

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.features.tail.feeds import COLUMNS, feed_row, list_feeds
from finpulse_cli.features.tail.show import show_rows


def feeds(
    ctx: typer.Context,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the feeds, those that began last first: the live market, and each run of a replay.

    What a reader shows of one feed it shows of the live market, unless --feed names another. A replay is kept for
    a day.

    Example: finpulse feeds
    """
    source = open_source(ctx, target, aws=aws)
    now = source.clock()
    rows = [feed_row(feed) for feed in list_feeds(source, now)]
    if as_json:
        console.print_json_lines(row.values for row in rows)
    else:
        show_rows(COLUMNS, rows, now)
    if not rows:
        console.note("no feed has events yet: make one with `finpulse replay flash-crash`")
