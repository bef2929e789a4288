"""Starts MiniStack with the overlay, or ends at once saying why not."""

from __future__ import annotations

import sys
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
    clock_api,
    destinations,
    expiry,
    firehose,
    guard,
    notifications,
    saving,
    shifted_time,
    streams,
    ticks,
    worker_clock,
)
from finpulse_cli.targets.embedded.overlay.application import with_buffers
from finpulse_cli.targets.embedded.overlay.mappings import installing as mappings


def main() -> None:
    """Check, install, run until the process is told to end."""
    try:
        guard.require_expected()
    except guard.ChangedError as error:
        sys.exit(f"error: {error}")
    home = TargetHome(Path.home())  # the target's own folder, see ministack.environment
    time = shifted_time.EmulatorClock(home.clock)
    shifted_time.install(time)
    worker_clock.install(home.clock)
    scheduled = ticks.Ticks(time.changing)
    scheduled.install()
    deliveries = firehose.install(time.seconds)
    athena.install(home.lake_cache)
    athena_access.install()
    athena_results.install()
    streams.install()
    alarms.install()
    alarm_states.install(time.seconds)
    destinations.install()
    notifications.install()
    poller = mappings.install(time)
    saving.install(lambda: deliveries.write(everything=True).left, poller.freeze)
    emulator: Any = import_module("ministack.app")
    api = clock_api.ClockApi(
        time,
        scheduled,
        poller.is_idle,
        poller.follow_time,
        deliveries.write,
        expiry.expire,
    )
    emulator.app = clock_api.with_clock(with_buffers(emulator.app, deliveries), api)
    emulator.main()


if __name__ == "__main__":
    main()
