"""A loaded file as a head start: the next `up` lays it into the home, on the port and with the code of that `up`."""

from __future__ import annotations

import shutil
import uuid
from typing import TYPE_CHECKING

from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import StackFingerprint, stack_fingerprint
from finpulse_cli.stack.terraform.stage import stage
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.keeping_words import moment
from finpulse_cli.targets.embedded.sandbox_file.contents import CLOCK, MAIL, OBJECTS, OUTPUTS, STATE, TERRAFORM, is_text
from finpulse_cli.targets.embedded.sandbox_file.reading_file import differences, read_sandbox
from finpulse_cli.targets.embedded.snapshot.tokens import Values
from finpulse_cli.targets.embedded.snapshot.untouched import is_untouched
from finpulse_cli.targets.embedded.state_folder import StateFolder
from finpulse_cli.targets.instance import Instance
from finpulse_cli.targets.tflocal_root import forget_stack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.target import TerraformRoot
    from finpulse_cli.targets.embedded.sandbox_file.contents import Contents
    from finpulse_cli.targets.embedded.sandbox_file.zip_file import Archive


class LoadedHeadStart:
    """See `finpulse_cli.stack.target.HeadStart`. `port` is the emulator's."""

    def __init__(self, context: Context, home: TargetHome, root: TerraformRoot, port: int) -> None:
        self._context, self._home, self._root, self._port = context, home, root, port

    def fits(self) -> bool:
        """Tell whether a file was loaded that no emulator has begun with yet."""
        return self._home.loaded.is_file() and is_untouched(self._home)

    def lay(self, zips: Mapping[str, Path], report: Report) -> None:
        """Make the home what it was when the file was saved, on this port, with new secrets. Raises CliError.

        The record that an emulator is there comes last: what is cut short is done again.
        """
        home = self._home
        with read_sandbox(home.loaded, home.root) as archive:
            self._clear()
            values = Values(self._port, zips, self._context.clock(), uuid.uuid4().hex)
            fingerprint = self._staged(archive.contents, zips)
            self._write_state(archive, values, fingerprint.configuration)
            for name in archive.contents.members:
                if (place := self._place(name)) is not None:
                    _write(archive, name, place, values)
            Applied(fingerprint, archive.contents.applied_at).save(home.applied)
            Instance(self._port, values.emulator_id).save(home.instance)
            report(f"began with the snapshot of {moment(archive.contents.saved_at)}")

    def begun(self) -> None:
        """Delete the file: the emulator goes on from it."""
        self._home.loaded.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Delete what an `up` left that was cut short at this very step, or found its port taken."""
        for folder in (self._home.state_dir, self._home.s3_dir, self._home.mail_dir):
            shutil.rmtree(folder, ignore_errors=True)
        self._home.clock.unlink(missing_ok=True)
        forget_stack(self._home)

    def _staged(self, contents: Contents, zips: Mapping[str, Path]) -> StackFingerprint:
        """Stage the project's stack and return the fingerprint of the saved one.

        Where the two differ, it is one that no stack has, so that Terraform looks. The code is what was saved: what
        differs from it is uploaded.
        """
        user, folder = self._context.environ, self._home.terraform_dir
        stage(self._context.project.terraform_dir, folder, self._root.variables(user))
        found = stack_fingerprint(folder, zips, user, ministack.REQUIREMENT)
        same = not differences(contents, self._context.project, user)
        return StackFingerprint(found.configuration if same else f"snapshot of {contents.saved_at}", contents.code)

    def _write_state(self, archive: Archive, values: Values, stack: str) -> None:
        """Write the emulator's first checkpoint."""
        folder = StateFolder(self._home.state_dir)
        made = folder.begin_first()
        for name in archive.contents.members:
            if name.startswith(f"{STATE}/"):
                _write(archive, name, made / name.removeprefix(f"{STATE}/"), values)
        folder.complete_first(made, archive.contents.saved_at, f"ministack {ministack.VERSION}", stack)

    def _place(self, name: str) -> Path | None:
        """Return where a member goes in the home; None for the emulator's state."""
        home = self._home
        fixed = {TERRAFORM: home.terraform_state, OUTPUTS: home.outputs, CLOCK: home.clock}
        if name in fixed:
            return fixed[name]
        room, _, rest = name.partition("/")
        folder = {OBJECTS: home.s3_dir, MAIL: home.mail_dir}.get(room)
        return None if folder is None else folder / rest


def _write(archive: Archive, name: str, to: Path, values: Values) -> None:
    """Write a member, text with its tokens filled. Raises OSError."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_text(name):
        text = archive.read(name).decode("utf-8", errors="surrogateescape")
        to.write_bytes(values.fill(text).encode("utf-8", errors="surrogateescape"))
    else:
        archive.copy(name, to)
    to.chmod(0o600)
