"""Lays the snapshot into a target's home that holds nothing yet: the emulator then starts as after an earlier `up`."""

from __future__ import annotations

import json
import shutil
import uuid
from functools import cached_property
from typing import TYPE_CHECKING

from finpulse_cli.daemon.service import require_free
from finpulse_cli.stack.outputs import save_outputs
from finpulse_cli.stack.packaging import functions
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import StackFingerprint, sources_fingerprint, stack_fingerprint
from finpulse_cli.stack.terraform.stage import stage
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.snapshot.snapshot_file import Snapshot
from finpulse_cli.targets.embedded.snapshot.tokens import Values, functions_in
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

_BLOBS = "lambda-blobs"
_RENAMES_ALL = "TF_VAR_name"  # with another name nothing of the snapshot could stay


class SnapshotHeadStart:
    """See `finpulse_cli.stack.target.HeadStart`. `port` is the emulator's."""

    def __init__(self, context: Context, home: TargetHome, root: TerraformRoot, port: int) -> None:
        self._context = context
        self._home = home
        self._root = root
        self._port = port

    def fits(self) -> bool:
        """Tell whether the home is untouched, and there is a snapshot made on this emulator, of these functions."""
        if not is_untouched(self._home):
            return False
        if self._snapshot is None or self._context.environ.get(_RENAMES_ALL):
            return False
        there = functions(self._context.project.lambdas_dir)
        made_on_this = self._snapshot.engine == ministack.REQUIREMENT
        return made_on_this and functions_in(self._snapshot.state["lambda"]) <= set(there)

    def lay(self, zips: Mapping[str, Path], report: Report) -> None:
        """Write the emulator's state and Terraform's, as if the stack had been applied with `zips`, and stopped.

        The record that an emulator is there comes last: what is cut short is done again. Raises FailedError, with
        nothing laid, when the port is taken: the stack would hold to it, and another port take an apply.
        """
        require_free(self._port, "the emulator")
        snapshot, home = self._snapshot, self._home
        if snapshot is None:
            raise AssertionError("a snapshot that does not fit is not laid")
        self._clear()
        values = Values(self._port, zips, self._context.clock(), uuid.uuid4().hex)
        fingerprint = self._staged(snapshot, zips)
        self._write_state(snapshot, values, zips, fingerprint)
        home.terraform_state.write_text(values.fill(snapshot.terraform), encoding="utf-8")
        save_outputs(home.outputs, json.loads(values.fill(snapshot.outputs)))
        Applied.now(fingerprint, self._context.clock).save(home.applied)
        Instance(self._port, values.emulator_id).save(home.instance)
        report("began with the snapshot of a first apply")

    def begun(self) -> None:
        """Leave the rest to the emulator."""

    @cached_property
    def _snapshot(self) -> Snapshot | None:
        return Snapshot.load()

    def _clear(self) -> None:
        """Delete what an `up` left that was killed at this very step."""
        for folder in (self._home.state_dir, self._home.s3_dir):
            shutil.rmtree(folder, ignore_errors=True)
        forget_stack(self._home)

    def _staged(self, snapshot: Snapshot, zips: Mapping[str, Path]) -> StackFingerprint:
        """Stage what the snapshot is of, the user's variables left out, and return its fingerprint.

        Where the Terraform files have changed since it was made, it is one that no stack has.
        """
        folder = self._home.terraform_dir
        stage(self._context.project.terraform_dir, folder, self._root.variables({}))
        found = stack_fingerprint(folder, zips, {}, ministack.REQUIREMENT)
        if sources_fingerprint(folder) == snapshot.sources:
            return found
        return StackFingerprint(f"snapshot of {snapshot.sources}", found.code)

    def _write_state(
        self, snapshot: Snapshot, values: Values, zips: Mapping[str, Path], fingerprint: StackFingerprint
    ) -> None:
        """Write the emulator's first checkpoint."""
        folder = StateFolder(self._home.state_dir)
        made = folder.begin_first()
        (made / _BLOBS).mkdir(mode=0o700)
        for service, text in snapshot.state.items():
            (made / f"{service}.json").write_text(values.fill(text), encoding="utf-8")
        for function in functions_in(snapshot.state["lambda"]):
            shutil.copyfile(zips[function], made / _BLOBS / f"{values.fill(f'@{{sha256 {function}}}')}.zip")
        engine, taken_at = f"ministack {ministack.VERSION}", values.moment.timestamp()
        folder.complete_first(made, taken_at, engine, fingerprint.configuration)
