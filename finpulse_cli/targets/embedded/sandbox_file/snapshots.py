"""Saves the embedded sandbox as a file, and takes one in."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.sandbox_snapshots import SavedSandbox
from finpulse_cli.targets.embedded.sandbox_file.reading_file import differences, read_sandbox
from finpulse_cli.targets.embedded.sandbox_file.saving_file import save_sandbox

if TYPE_CHECKING:
    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.target import Lifecycle
    from finpulse_cli.targets.embedded.sandbox_file.contents import Contents


class EmulatorSnapshots:
    """See `finpulse_cli.stack.sandbox_snapshots.SandboxSnapshots`. `port` is the emulator's."""

    def __init__(self, context: Context, home: TargetHome, lifecycle: Lifecycle, port: int) -> None:
        self._context, self._home, self._lifecycle, self._port = context, home, lifecycle, port

    def save(self, to: Path, report: Report) -> SavedSandbox:
        """Write the sandbox of this moment into the file `to`. Raises CliError."""
        with exclusive(self._home.lock, report):
            contents = save_sandbox(self._home, self._port, self._context.environ, to, report)
        return self._told(to, contents)

    def look(self, path: Path) -> SavedSandbox:
        """Return what a file holds, all of which was checked. Raises CliError for one that cannot be loaded."""
        with read_sandbox(path, self._home.root if self._home.root.is_dir() else path.parent) as archive:
            return self._told(path, archive.contents)

    def would_replace(self) -> str | None:
        """Return the folder of the sandbox that is there; None when there is none."""
        home = self._home
        return str(home.root) if home.instance.exists() or home.loaded.exists() else None

    def load(self, path: Path, report: Report) -> None:
        """Have the next `up` begin with a file that `look` has seen, in the place of the sandbox that is there.

        That one is stopped and deleted once the file lies beside it. Raises CliError, OSError.
        """
        root = self._home.root
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".loading-", dir=root.parent) as folder:
            copy = Path(folder) / self._home.loaded.name
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
            self.look(copy)  # the copy is what `up` will read
            with exclusive(self._home.lock, report):
                self._lifecycle.purge(report)
                root.mkdir(mode=0o700)
                copy.rename(self._home.loaded)

    def _told(self, path: Path, contents: Contents) -> SavedSandbox:
        return SavedSandbox(
            path=path,
            size_bytes=path.stat().st_size,
            saved_at=datetime.fromtimestamp(contents.saved_at, UTC),
            files=len(contents.members),
            differences=differences(contents, self._context.project, self._context.environ),
        )
