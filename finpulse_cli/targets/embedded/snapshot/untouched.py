"""Whether a target's home holds nothing yet that anybody would miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.daemon.process import running
from finpulse_cli.targets.embedded.state_folder import StateFolder

if TYPE_CHECKING:
    from finpulse_cli.core.paths import TargetHome


def is_untouched(home: TargetHome) -> bool:
    """Tell whether no emulator was at work in the home: it holds nothing, or only what was laid there for a first one.

    What was laid is of one port. A first `up` that found that port taken is followed by one on another.
    """
    if home.applying.exists() or running(home.pid_file("ministack")):
        return False
    if not home.instance.exists():
        return True
    state = StateFolder(home.state_dir)
    return bool(state.checkpoints()) and not state.journals()  # an emulator begins a journal before it answers
