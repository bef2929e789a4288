"""The name of a replay's run, which with the recording's name makes a feed that no other replay has."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from lambdas.shared.domain.feed import RUN_PATTERN

if TYPE_CHECKING:
    from random import Random

_SIGNS = string.ascii_lowercase + string.digits
_LENGTH = 6  # two thousand million runs


def fresh_run(random: Random) -> str:
    """Return a run's name, like `k3f9q2`."""
    return "".join(random.choice(_SIGNS) for _ in range(_LENGTH))


def run_names(run: str, repeat: int) -> list[str]:
    """Return the runs of a recording that is sent `repeat` times: `k3f9q2`, `k3f9q2-2`, `k3f9q2-3`.

    Raises UsageError for a name that cannot be part of a feed's.
    """
    names = [run, *(f"{run}-{number}" for number in range(2, repeat + 1))]
    if not all(RUN_PATTERN.fullmatch(name) for name in names):
        raise UsageError(
            f"{run!r} cannot be the name of a run",
            "give up to 27 letters, digits, - and _, the first a letter or a digit: --run crash-1",
        )
    return names
