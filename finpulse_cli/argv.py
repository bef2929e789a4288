"""What the command line means before Typer sees it.

Typer has no options whose value may be left out, and `replay FIXTURE --expect [FILE]` needs one; nor can two options
set one value, as `--aws` does that of `--target`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from finpulse_cli.core.errors import UsageError

OPTIONAL_VALUES = {"--expect": "own"}
TARGETS = {"--aws": "aws"}


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """The same command line as Typer takes it. Raises UsageError where it names two targets."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = with_default_values(arguments[:end])
    return [*_with_target(options), *arguments[end:]]


def named_target(arguments: Sequence[str]) -> str | None:
    """The target that a command line, spelled out, names; None when it leaves that to the environment."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for argument, following in pairwise([*arguments[:end], ""]):
        option, _, value = argument.partition("=")
        if option == "--target":
            return value or following or None
    return None


def with_default_values(arguments: Sequence[str]) -> list[str]:
    """Gives every option of `OPTIONAL_VALUES` that stands bare its default: at the end, or before another option."""
    completed: list[str] = []
    for place, argument in enumerate(arguments):
        completed.append(argument)
        following = arguments[place + 1] if place + 1 < len(arguments) else "-"
        if argument in OPTIONAL_VALUES and following.startswith("-"):
            completed.append(OPTIONAL_VALUES[argument])
    return completed


def _with_target(arguments: Sequence[str]) -> list[str]:
    """`--aws` as `--target aws`."""
    short = [argument for argument in arguments if argument in TARGETS]
    if short and any(argument.partition("=")[0] == "--target" for argument in arguments):
        raise UsageError(f"{short[0]} and --target both name a target", "leave one of them out")
    return [part for argument in arguments for part in _spelled_out(argument)]


def _spelled_out(argument: str) -> tuple[str, ...]:
    return ("--target", TARGETS[argument]) if argument in TARGETS else (argument,)
