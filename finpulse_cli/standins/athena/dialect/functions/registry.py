"""Which function is written how."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions import (
    aggregates,
    arrays,
    binary,
    conditional,
    formats,
    lambdas,
    maps,
    moments,
    numbers,
    patterns,
    simple,
    texts,
    windows,
)
from finpulse_cli.standins.athena.dialect.functions.call import Function
from finpulse_cli.standins.athena.dialect.functions.names import FUNCTIONS
from finpulse_cli.standins.athena.dialect.functions.refusals import instead_of

AGGREGATES = frozenset(aggregates.FUNCTIONS)
WINDOWS = frozenset(windows.FUNCTIONS)

_MODULES = (aggregates, arrays, binary, conditional, formats, lambdas, maps, moments, numbers, patterns, texts, windows)
REWRITTEN: dict[str, Function] = {name: write for module in _MODULES for name, write in module.FUNCTIONS.items()} | {
    name: write for name, write in simple.FUNCTIONS.items() if name not in simple.SAME
}
SAME: dict[str, Function] = {name: write for name, write in simple.FUNCTIONS.items() if name in simple.SAME}


def function(name: str) -> Function:
    """How it is written. Raises QuerySyntaxError for one that is refused, or that Trino has not."""
    found = SAME.get(name) or REWRITTEN.get(name)
    if found is not None:
        return found
    if name in FUNCTIONS:
        raise refused(f"{name}()", instead_of(name))
    raise invalid(f"Function '{name}' not registered")
