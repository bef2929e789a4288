"""Starts MiniStack with the overlay, or ends at once saying why not."""

from __future__ import annotations

import os
import secrets
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.overlay import (
    alarm_actions,
    alarm_states,
    athena,
    athena_access,
    athena_results,
    bootstraps,
    clock_api,
    credentials,
    described_alarms,
    destinations,
    economy,
    embedded_metrics,
    expiry,
    firehose,
    forked_processes,
    guard,
    headers_policies,
    items,
    mail_subscriptions,
    notifications,
    schedule_zones,
    serving,
    shared_values,
    shifted_time,
    streams,
    ticks,
    worker_clock,
    workers,
)
from finpulse_cli.targets.embedded.overlay.application import with_buffers
from finpulse_cli.targets.embedded.overlay.chaos.control import with_control
from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector
from finpulse_cli.targets.embedded.overlay.chaos.wire import with_faults
from finpulse_cli.targets.embedded.overlay.chaos.workers import function_of, kill_workers
from finpulse_cli.targets.embedded.overlay.door import behind_door
from finpulse_cli.targets.embedded.overlay.lake_marks import LakeMarks
from finpulse_cli.targets.embedded.overlay.mail_pages import with_mail_pages
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from finpulse_cli.targets.embedded.overlay.mappings import installing as mappings
from finpulse_cli.targets.embedded.overlay.outgoing_mail import with_senders
from finpulse_cli.targets.embedded.overlay.saving_routes import with_saving
from finpulse_cli.targets.embedded.overlay.state import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from finpulse_cli.targets.embedded.overlay.asgi import Application
    from finpulse_cli.targets.embedded.overlay.mappings.poller import Poller
    from finpulse_cli.targets.embedded.overlay.outgoing_mail import OutgoingMail

_TOKEN_BYTES = 112  # as long as those of SNS


def main() -> None:
    """Check, install, run until the process is told to end."""
    os.umask(0o077)  # what it holds, and what its functions write, is for the user alone
    try:
        guard.require_expected()
        credentials.install()
    except (guard.ChangedError, credentials.NoRootKeyError) as error:
        sys.exit(f"error: {error}")
    home = TargetHome(Path.home())  # the target's own folder, see ministack.environment
    time = shifted_time.EmulatorClock(home.clock)
    shifted_time.install(time)
    worker_clock.install(home.clock)
    schedule_zones.install()
    scheduled = ticks.Ticks(time.changing)  # takes the sweep as it is now
    scheduled.install()
    state = State(Mailbox(home.mail_dir, utc_now))
    deliveries = firehose.install(time.seconds, LakeMarks(state.journal.add))
    athena.install(home.lake_cache)
    athena_access.install()
    athena_results.install()
    streams.install()
    economy.install()
    items.install()
    shared_values.install()
    workers.install()
    forked_processes.install()
    bootstraps.install()
    described_alarms.install()
    alarm_states.install(time.seconds)
    alarm_actions.install(time.now)
    destinations.install()
    embedded_metrics.install()
    headers_policies.install()
    notifications.install()
    mail_subscriptions.install(_post(state.mail, time.now))
    injector = Injector()
    poller = mappings.install(time, injector)
    keeper = state.install(deliveries, poller.freeze)
    emulator: Any = import_module("ministack.app")
    clock = clock_api.ClockApi(time, scheduled, poller.is_idle, poller.follow_time, deliveries.write, expiry.expire)
    called = with_senders(with_buffers(emulator.app, deliveries), state.mail, function_of)
    inner = _with_chaos(clock_api.with_clock(called, clock), injector, poller)
    serving.serve(behind_door(with_saving(with_mail_pages(inner), keeper, state.folder.root)))


def _with_chaos(inner: Application, injector: Injector, poller: Poller) -> Application:
    called = with_faults(inner, injector, function_of, kill_workers)
    return with_control(called, injector, lambda: poller.is_busy)


def _post(mail: OutgoingMail, clock: Callable[[], datetime]) -> mail_subscriptions.Post:
    """Return what sending e-mail takes; links lead to the emulator's own port.

    E-mails are dated by `clock`, and lie in the order in which they really came.
    """
    base_url = f"http://{os.environ['MINISTACK_HOST']}:{os.environ['GATEWAY_PORT']}"
    return mail_subscriptions.Post(mail, base_url, clock, lambda: secrets.token_hex(_TOKEN_BYTES))


if __name__ == "__main__":
    main()
