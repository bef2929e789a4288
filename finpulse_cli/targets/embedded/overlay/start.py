"""Starts MiniStack with the overlay, or ends at once saying why not."""

from __future__ import annotations

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
    economy,
    firehose,
    guard,
    headers_policies,
    items,
    notifications,
    saving,
    serving,
    streams,
    workers,
)
from finpulse_cli.targets.embedded.overlay.application import with_buffers
from finpulse_cli.targets.embedded.overlay.mappings import installing as mappings


def main() -> None:
    """Check, install, run until the process is told to end."""
    try:
        guard.require_expected()
    except guard.ChangedError as error:
        sys.exit(f"error: {error}")
    deliveries = firehose.install(time.monotonic)
    # HOME is the target's own folder, see ministack.environment
    athena.install(TargetHome(Path.home()).lake_cache)
    athena_access.install()
    athena_results.install()
    streams.install()
    economy.install()
    items.install()
    workers.install()
    alarms.install()
    alarm_states.install()
    destinations.install()
    headers_policies.install()
    notifications.install()
    poller = mappings.install()
    saving.install(lambda: deliveries.write(everything=True).left, poller.freeze)
    emulator: Any = import_module("ministack.app")
    serving.serve(with_buffers(emulator.app, deliveries))


if __name__ == "__main__":
    main()
