"""The edit loop: each change is brought to the sandbox, and whatever is wrong with it leaves the sandbox as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.errors import CliError, StoppedError
from finpulse_cli.features.dev.changed_parts import NOTHING, ChangedParts, changed_parts
from finpulse_cli.features.dev.live_code import BrokenCodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from finpulse_cli.core.paths import Project


class Told(Protocol):
    """Where the user is told of it."""

    def good(self, words: str) -> None:
        """Tell of something that went through."""

    def bad(self, words: str) -> None:
        """Tell of something that did not, and left everything as it was."""


class EditLoop:
    """`bring` makes changed code live, see `LiveCode.bring`; `check` has the types of functions looked at.

    `apply` plans, asks and applies what Terraform says, and returns what became of it. `clock` gives seconds.
    """

    def __init__(
        self,
        project: Project,
        bring: Callable[[Iterable[Path]], list[str] | None],
        apply: Callable[[], str],
        check: Callable[[list[str]], None],
        told: Told,
        clock: Callable[[], float],
    ) -> None:
        self._project, self._bring, self._apply, self._check = project, bring, apply, check
        self._told, self._clock = told, clock
        self._left = NOTHING

    def run(self, changes: Iterable[Iterable[Path]]) -> None:
        """Take each set of changed files until there are no more."""
        for paths in changes:
            self.take(paths)

    def take(self, paths: Iterable[Path]) -> None:
        """Take some changed files, together with those that could not be brought before."""
        found = changed_parts(paths, self._project)
        if not found:
            return
        self._left = self._left | found
        try:
            self._take(self._left)
        except BrokenCodeError as error:
            self._told.bad(f"{error}\nthe code before goes on; save it mended")
        except StoppedError:
            raise  # Ctrl-C while Terraform was at work
        except CliError as error:
            self._told.bad("\n".join(filter(None, [error.message, error.next_action])))
        except (ClientError, BotoCoreError) as error:
            self._told.bad(
                f"the sandbox did not take it: {error}\nrun `finpulse up` in another terminal, then save again"
            )

    def _take(self, parts: ChangedParts) -> None:
        began = self._clock()
        names: list[str] | None = []
        if parts.code:
            names = self._bring(parts.code)
        self._left = NOTHING  # a plan that is refused comes again when its file does
        if names:
            self._told.good(f"{', '.join(names)}: live after {self._clock() - began:.1f} s")
            self._check(names)
        elif names == [] and parts.code:
            self._told.good("nothing that runs is other than before")
        if parts.terraform or names is None:
            self._told.good(self._apply())
