"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

TargetOption = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="NAME",
        help="embedded, localstack, or aws (--aws for short). [FINPULSE_TARGET, else the one in use]",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on stdout instead of a table.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before anything is changed for good.")]
SymbolsOption = Annotated[
    list[str] | None, typer.Option("--symbols", "--symbol", help="Only these; repeat it or separate by commas.")
]


def named_symbols(given: list[str] | None) -> list[str]:
    """The symbols that `SymbolsOption` was given; none means all."""
    return [name for text in given or [] for name in text.split(",") if name]
