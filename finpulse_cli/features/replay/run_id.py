"""The name of a replay's run, which with the recording's name makes a feed that no other replay has."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_SIGNS = string.ascii_lowercase + string.digits
_LENGTH = 6  # two thousand million runs


def fresh_run(random: Random) -> str:
    """Return a run's name, like `k3f9q2`."""
    return "".join(random.choice(_SIGNS) for _ in range(_LENGTH))
