"""Where a double may be made to fail: before and after everything that it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Step = Callable[[str], None]


def never_fails(_name: str) -> None:
    """The step of a double that always does its part."""


@dataclass
class FailingSteps:
    """Raises `DependencyError` at the steps numbered `at`, and the first time that a step named in `once` is passed.

    Steps are numbered from 0; `failed` holds the names of those that failed.
    """

    at: Collection[int] = ()
    once: set[str] = field(default_factory=set)
    count: int = 0
    failed: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        """Passes one step, or fails there."""
        number, self.count = self.count, self.count + 1
        if number in self.at or name in self.once:
            self.once.discard(name)
            self.failed.append(name)
            raise DependencyError(f"injected at step {number}: {name}")
