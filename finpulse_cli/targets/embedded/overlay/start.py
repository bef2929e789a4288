"""Starts MiniStack with the overlay, or ends at once saying why not."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.overlay import (
    alarm_states,
    alarms,
    athena,
    athena_access,
    athena_results,
    destinations,
    firehose,
    guard,
    notifications,
    streams,
)
from finpulse_cli.targets.embedded.overlay.application import with_buffers
from finpulse_cli.targets.embedded.overlay.lake_marks import LakeMarks
from finpulse_cli.targets.embedded.overlay.mappings import installing as mappings
from finpulse_cli.targets.embedded.overlay.saving_routes import with_saving
from finpulse_cli.targets.embedded.overlay.state import State


def main() -> None:
    """Check, install, run until the process is told to end."""
    os.umask(0o077)  # what it holds, and what its functions write, is for the user alone
    try:
        guard.require_expected()
    except guard.ChangedError as error:
        sys.exit(f"error: {error}")
    state = State()
    deliveries = firehose.install(time.monotonic, LakeMarks(state.journal.add))
    # HOME is the target's own folder, see ministack.environment
    athena.install(TargetHome(Path.home()).lake_cache)
    athena_access.install()
    athena_results.install()
    streams.install()
    alarms.install()
    alarm_states.install()
    destinations.install()
    notifications.install()
    poller = mappings.install()
    keeper = state.install(deliveries, poller.freeze)
    emulator: Any = import_module("ministack.app")
    emulator.app = with_saving(with_buffers(emulator.app, deliveries), keeper, state.folder.root)
    emulator.main()


if __name__ == "__main__":
    main()
