"""Brings changed code to the functions that run: checked, packaged, uploaded, without Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.files import write_atomically
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.features.dev.changed_parts import functions_with
from finpulse_cli.features.dev.syntax import Problem, syntax_problems
from finpulse_cli.stack.packaging import contents, functions, source_files, zip_bytes
from finpulse_cli.stack.terraform.unchanged import update_code_alone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.features.dev.imports import ImportTrial
    from finpulse_cli.stack.target import Target


class BrokenCodeError(Exception):
    """The code cannot run, so what runs stays as it is."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.text for problem in problems))


class LiveCode:
    """The functions of a provisioned target, and the code that they run."""

    def __init__(self, context: Context, target: Target, imports: ImportTrial, report: Report) -> None:
        self._context, self._target, self._imports, self._report = context, target, imports, report
        self._lambdas = context.project.lambdas_dir
        self._files: dict[str, frozenset[Path]] = {}

    def require_readable(self) -> None:
        """Raise BrokenCodeError unless every source can be read: nothing can be packaged without."""
        if problems := syntax_problems(self._lambdas.rglob("*.py")):
            raise BrokenCodeError(problems)
        self._own_files(frozenset())  # now, while nobody waits for it

    def bring(self, changed: Iterable[Path]) -> list[str] | None:
        """Make the changed files' code live; returns the functions that run other code now, None where it takes more.

        That is so for a function that is not there yet. Raises BrokenCodeError, with nothing changed, and CliError.
        """
        changed = frozenset(changed)
        if problems := syntax_problems(changed):
            raise BrokenCodeError(problems)
        names = functions_with(changed, self._own_files(changed))
        if problems := self._imports.problems(names):
            raise BrokenCodeError(problems)
        with exclusive(self._target.home.lock, self._report):
            try:
                files = {name: _files_of(self._lambdas, name) for name in names}
                zips = {name: self._packaged(name) for name in names}
            except SyntaxError as error:  # saved anew since it was looked at
                raise BrokenCodeError([Problem(f"{type(error).__name__}: {error}")]) from error
            live = update_code_alone(self._target, zips, self._context.clock)
        self._files |= files
        return live

    def _own_files(self, changed: frozenset[Path]) -> dict[str, frozenset[Path]]:
        """Return each function's files: those that it was packaged of last, and what changed in its folder."""
        there = functions(self._lambdas)
        self._files = {name: self._files.get(name) or _files_of(self._lambdas, name) for name in there}
        return {
            name: known | {path for path in changed if self._lambdas / name in path.parents}
            for name, known in self._files.items()
        }

    def _packaged(self, name: str) -> Path:
        path = self._target.home.lambdas / f"{name}.zip"
        write_atomically(path, zip_bytes(contents(self._lambdas, name)))
        return path


def _files_of(lambdas_dir: Path, name: str) -> frozenset[Path]:
    return frozenset(source_files(lambdas_dir, name))
