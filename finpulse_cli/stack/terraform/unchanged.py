"""`finpulse up` without Terraform: for a stack on this machine that is as the last apply left it, code aside."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.stack.code_update import update_code
from finpulse_cli.stack.outputs import outputs_before
from finpulse_cli.stack.presence import missing_resources
from finpulse_cli.stack.target import Continuity
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import StackFingerprint
from finpulse_cli.stack.terraform.state_file import StateFile, StoredCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Target


@dataclass(frozen=True, slots=True)
class Staged:
    """What is to be applied: zips by function, all of it as a fingerprint; and how the target goes on from before.

    `is_new`: it began with what a first apply leaves, just now.
    """

    zips: Mapping[str, Path]
    fingerprint: StackFingerprint
    continuity: Continuity
    is_new: bool = False


def brought_up_to_date(
    target: Target, staged: Staged, clock: Callable[[], datetime], report: Report
) -> StackOutputs | None:
    """Bring the stack up to date without Terraform; returns None, with nothing done, where it takes Terraform.

    It does not where the target still holds what the last apply left, and nothing but Lambda code differs from what
    that was made from. Raises CliError.
    """
    applied, outputs = Applied.load(target.home.applied), outputs_before(target.home.outputs)
    if applied is None or outputs is None or staged.continuity is Continuity.BROKEN:
        return None
    changed = staged.fingerprint.changed_code(applied.fingerprint)
    if changed is None or missing_resources(target.place.clients, outputs):
        return None
    if staged.is_new and not changed:
        report("nothing differs from what the snapshot was made of, nothing to apply")
        return outputs
    if staged.continuity is Continuity.RESTORED and not staged.is_new:
        report("the stack is back as `finpulse down` left it")
    if not changed:
        report(f"unchanged since {applied.at}, nothing to apply")
        return outputs
    if not _update(target, outputs, {name: staged.zips[name] for name in changed}):
        return None
    Applied.now(staged.fingerprint, clock).save(target.home.applied)
    for step in target.after_change:
        step(outputs, report)
    report(f"only code changed since {applied.at}: updated {', '.join(changed)}")
    return outputs


def update_code_alone(target: Target, zips: Mapping[str, Path], clock: Callable[[], datetime]) -> list[str] | None:
    """Give functions that are there the code in these zips, where it is other code, and note it as applied.

    Returns the functions whose code changed; None, with nothing done, where it takes Terraform. Raises CliError.
    """
    applied, outputs = Applied.load(target.home.applied), outputs_before(target.home.outputs)
    if applied is None or outputs is None or not zips.keys() <= applied.fingerprint.code.keys():
        return None
    before = applied.fingerprint
    now = {name: hashlib.sha256(zip_.read_bytes()).hexdigest() for name, zip_ in zips.items()}
    changed = [name for name, digest in now.items() if digest != before.code[name]]
    if changed and not _update(target, outputs, {name: zips[name] for name in changed}):
        return None
    if changed:
        Applied.now(StackFingerprint(before.configuration, {**before.code, **now}), clock).save(target.home.applied)
    return changed


def _update(target: Target, outputs: StackOutputs, zips: Mapping[str, Path]) -> bool:
    """Upload code and note it in Terraform's state; returns False, with nothing done, where that state is no help."""
    deployed = {name: zip_ for name, zip_ in zips.items() if name in outputs.functions}
    state = StateFile.load(target.home.terraform_state)
    if state is None or not state.holds(deployed):
        return False
    told = update_code(target.place.clients.functions, _by_name(deployed, outputs.functions))
    state.save_code(
        {
            name: StoredCode(_hash(zip_), zip_.stat().st_size, told[outputs.functions[name]]["LastModified"])
            for name, zip_ in deployed.items()
        }
    )
    return True


def _by_name(zips: Mapping[str, Path], names: Mapping[str, str]) -> dict[str, Path]:
    return {names[function]: zip_ for function, zip_ in zips.items()}


def _hash(zip_: Path) -> str:
    """Return what Terraform's `filebase64sha256` does."""
    return base64.b64encode(hashlib.sha256(zip_.read_bytes()).digest()).decode()
