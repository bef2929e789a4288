"""Has the next `up` begin with a saved sandbox: `snapshot load`, and `up --from`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.commands.confirmation import confirm
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, UsageError, act

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.stack.sandbox_snapshots import SandboxSnapshots, SavedSandbox
    from finpulse_cli.stack.target import Target

_SHOWN = 12


def snapshots_of(target: Target) -> SandboxSnapshots:
    """Return what saves and loads a target's sandbox. Raises UsageError where it is no file."""
    if target.snapshots is None:
        raise UsageError(
            f"only the embedded target can be saved as a file; what the {target.name} target holds is not FinPulse's",
            "add --target embedded",
        )
    return target.snapshots


def shelf(target: Target) -> Path:
    """Return where snapshots with a name lie: beside the targets' homes, so that no purge takes them along."""
    return target.home.root.parent / "snapshots"


def load_snapshot(target: Target, path: Path, called: str, *, yes: bool, force: bool) -> SavedSandbox:
    """Check the file, ask where it replaces a sandbox, and take it in. `called` is the command, for the next step.

    With `force` also one of another stack. Raises CliError, with nothing changed.
    """
    snapshots = snapshots_of(target)
    found = snapshots.look(path)
    if found.differences and not force:
        raise FailedError(
            f"{path} is of another stack than the one here:\n{_lines(found)}",
            act(
                "go to the version and the variables that it was saved with, or load it all the same with `{}`: "
                "`up` then has Terraform change what differs",
                f"snapshot load {path} --force",
            ),
        )
    if (there := snapshots.would_replace()) is not None:
        confirm(
            f"Delete the sandbox in {there} and everything in it?",
            f"loading deletes the sandbox in {there} with all it holds",
            act("save it with `{}`, or confirm with `{}`", "snapshot save NAME", f"{called} --yes"),
            yes=yes,
        )
    if found.differences:
        console.note(f"of another stack than the one here, which Terraform will change:\n{_lines(found)}")
    snapshots.load(path, console.note)
    return found


def _lines(found: SavedSandbox) -> str:
    shown = [f"  {line}" for line in found.differences[:_SHOWN]]
    left = len(found.differences) - len(shown)
    return "\n".join([*shown, *([f"  and {left} more"] if left else [])])
