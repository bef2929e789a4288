"""What `down` and `up` say of an emulator's state: what is kept, as of when, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finpulse_cli.core.disk import free_text
from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.targets.embedded.restored import Restored
from finpulse_cli.targets.embedded.state_folder import StateFolder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.paths import TargetHome

_LOST_TEXT = "; what came after that is lost, at most the two seconds before it ended"


def not_saved(lost: Mapping[str, str], problem: str | None, home: TargetHome) -> FailedError:
    """Return the error of a `down` that could not save everything: what, why, how much room there is, what is kept.

    `problem` is what the emulator said before it was stopped.
    """
    what = "\n".join(f"  {name}: {reason}" for name, reason in lost.items())
    what += f"\n  before it was stopped: {problem}" if problem else ""
    return FailedError(
        f"the emulator stopped, but these parts of its state could not be saved and are lost:\n{what}\n"
        f"{kept(home.state_dir)}; {free_text(home.root)} on its disk",
        act(
            "make room if the disk is full, then `{}` brings back what is kept and makes again what Terraform misses; "
            f"the emulator's log is {home.log('ministack')}",
            "up",
        ),
    )


def ended_before(home: TargetHome) -> FailedError:
    """Return the error of a `down` that finds an emulator ended which has not saved everything."""
    return FailedError(
        "the emulator had ended before, without saving all of its state; "
        f"{kept(home.state_dir)}; {free_text(home.root)} on its disk",
        act("`{}` brings back what is kept and makes again what Terraform misses", "up"),
    )


def brought_back(state_dir: Path, *, stopped_well: bool) -> str:
    """Return what `up` says when the emulator's state is not what it was when the emulator ended."""
    found = Restored.load(state_dir)
    if found is None:
        return "the emulator ended before anything of its state was saved"
    if stopped_well:
        text = f"the emulator's state of {moment(found.through)} could not be restored whole"
    else:
        text = f"the emulator was not stopped well; its state is as of {moment(found.through)}{_LOST_TEXT}"
    return text + "".join(f"\n  not restored: {name}: {reason}" for name, reason in found.lost.items())


def kept(state_dir: Path) -> str:
    """Return up to when tables, stream, queues and lake are kept."""
    through = StateFolder(state_dir).kept_through()
    if through is None:
        return "nothing of it is kept"
    return f"tables, stream, alerts and lake are kept as of {moment(through)}"


def moment(epoch_seconds: float) -> str:
    """Return a moment for people, in UTC."""
    return datetime.fromtimestamp(epoch_seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
