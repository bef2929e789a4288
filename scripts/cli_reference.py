"""Writes docs/cli.md from the commands' own help: `make reference`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.main import get_command

from finpulse_cli.commands.command_group import COMMANDS, load
from finpulse_cli.main import app

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEADING = "# Command line\n\nGenerated from the commands' help by `make reference`.\n"


def reference() -> str:
    """The whole page."""
    root = get_command(app)
    context = typer.Context(root, info_name="finpulse")
    pages = (_sections(f"finpulse {entry.name}", load(entry.name), context) for entry in COMMANDS)
    return HEADING + "".join(section for page in pages for section in page)


def _sections(name: str, command: object, context: typer.Context) -> Iterator[str]:
    children: dict[str, object] = getattr(command, "commands", {})
    yield _section(name, command, context)
    for child_name, child in children.items():
        full = f"{name} {child_name}"
        yield from _sections(full, child, typer.Context(child, info_name=full))  # type: ignore[arg-type]


def _section(name: str, command: object, context: typer.Context) -> str:
    text = inspect.cleandoc(str(getattr(command, "help", "") or ""))
    rows = [
        f"| `{names}` | {help_} |"
        for parameter in getattr(command, "params", [])
        if (record := parameter.get_help_record(context)) and "--help" not in record[0]
        for names, help_ in [(record[0].replace("|", "\\|"), " ".join(record[1].split()).replace("|", "\\|"))]
    ]
    table = "\n| option | |\n| --- | --- |\n" + "\n".join(rows) + "\n" if rows else ""
    example, usage = text.partition("Example:")[2].strip(), text.partition("Example:")[0].strip()
    return f"\n## {name}\n\n{usage}\n\n    {example}\n{table}"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
