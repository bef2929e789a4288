"""What a script of ours says on stderr, and how it ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from finpulse_cli.core.errors import CliError

if TYPE_CHECKING:
    from collections.abc import Callable


def say(line: str) -> None:
    """Write a line at once."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def end_with(main: Callable[[], int]) -> NoReturn:
    """End the process as `main` returns; an error of ours is told with its next action."""
    try:
        sys.exit(main())
    except CliError as error:
        say(f"error: {error.message}\nnext:  {error.next_action}")
        sys.exit(error.exit_code)
