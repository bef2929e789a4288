"""Opens what readers read: the stack that `finpulse up` left on a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.commands.options import called, chosen_target, clock_at
from finpulse_cli.features.tail.base import Source
from finpulse_cli.features.tail.feeds import require_feed
from finpulse_cli.features.tail.symbols import require_symbol

if TYPE_CHECKING:
    import typer


def open_source(
    ctx: typer.Context,
    target: str | None,
    symbol: str | None = None,
    feed: str | None = None,
    *,
    aws: bool = False,
    events: bool = False,
) -> Source:
    """Return the stack on the chosen target, narrowed to `symbol` and `feed` where they are given.

    Raises UsageError for a symbol or a feed that cannot be one, MissingError when nothing is provisioned.
    """
    wanted = require_symbol(symbol) if symbol is not None else None
    wanted_feed = require_feed(feed) if feed is not None else None
    place = chosen_target(ctx, target, aws=aws).place
    clock = clock_at(called(ctx), place)
    return Source(place.clients, place.outputs(), place.home, clock, wanted, events, wanted_feed)
