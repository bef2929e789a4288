"""Opens what readers read: the stack that `finpulse up` left on a target."""

from __future__ import annotations

import os
from pathlib import Path

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.settings import Settings
from finpulse_cli.features.tail.base import Source
from finpulse_cli.features.tail.symbols import require_symbol
from finpulse_cli.targets.resolve import resolve_target


def open_source(target: str | None, symbol: str | None = None, *, events: bool = False) -> Source:
    """The stack on the chosen target, narrowed to `symbol` if one is given.

    Raises UsageError for a symbol that cannot be one, MissingError when nothing is provisioned.
    """
    wanted = require_symbol(symbol) if symbol is not None else None
    chosen = resolve_target(target, Settings.from_environment(os.environ), Path.cwd())
    return Source(chosen.clients, chosen.outputs(), chosen.home, utc_now, wanted, events)
