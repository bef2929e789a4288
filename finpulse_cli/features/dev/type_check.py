"""Has mypy look at the functions in the background: its word comes after the code is live, and holds nothing up."""

from __future__ import annotations

import subprocess
import sys
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.paths import Project


class TypeCheck:
    """One mypy at a time: the next change ends the one before. `ended` is asked for in tests only."""

    def __init__(
        self, project: Project, user: Mapping[str, str], report: Report, command: Sequence[str] | None = None
    ) -> None:
        self._project, self._user, self._report = project, user, report
        self._command = [sys.executable, "-m", "mypy", "--no-error-summary"] if command is None else [*command]
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    @staticmethod
    def is_there(find: Callable[[str], object] = find_spec) -> bool:
        """Tell whether mypy is installed beside this interpreter."""
        return find("mypy") is not None

    def begin(self, functions: Sequence[str]) -> None:
        """Look at these functions, and report what is wrong, or that nothing is."""
        self.end()
        folders = [str(self._project.lambdas_dir / name) for name in functions]
        process = subprocess.Popen(  # noqa: S603 - mypy, beside this interpreter
            [*self._command, *folders],
            cwd=self._project.root,
            env=dict(self._user),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._process = process
        self._thread = threading.Thread(target=self._tell, args=(process, functions), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until it has said what it has to say."""
        if self._thread is not None:
            self._thread.join()

    def end(self) -> None:
        """Stop looking, and say nothing."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.kill()
        self.wait()

    def _tell(self, process: subprocess.Popen[str], functions: Sequence[str]) -> None:
        said, _ = process.communicate()
        if self._process is not process:  # ended, or another has begun
            return
        if process.returncode == 0:
            self._report(f"types of {', '.join(functions)} are right")
        else:
            self._report(f"types: {said.strip() or f'mypy ended with {process.returncode}'}")
