"""What the command line means before Typer sees it.

Typer has no options whose value may be left out, and `replay FIXTURE --expect [FILE]` needs one.
"""

from __future__ import annotations

from collections.abc import Sequence

OPTIONAL_VALUES = {"--expect": "own"}


def with_default_values(arguments: Sequence[str]) -> list[str]:
    """Gives every option of `OPTIONAL_VALUES` that stands bare its default: at the end, or before another option."""
    completed: list[str] = []
    for place, argument in enumerate(arguments):
        if argument == "--":
            return [*completed, *arguments[place:]]
        completed.append(argument)
        following = arguments[place + 1] if place + 1 < len(arguments) else "-"
        if argument in OPTIONAL_VALUES and following.startswith("-"):
            completed.append(OPTIONAL_VALUES[argument])
    return completed
