"""Starts MiniStack with the overlay, or ends at once saying why not."""

from __future__ import annotations

import os
import secrets
import sys
import time
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
    credentials,
    described_alarms,
    destinations,
    embedded_metrics,
    firehose,
    guard,
    mail_subscriptions,
    notifications,
    saving,
    streams,
)
from finpulse_cli.targets.embedded.overlay.application import with_buffers
from finpulse_cli.targets.embedded.overlay.chaos.control import with_control
from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector
from finpulse_cli.targets.embedded.overlay.chaos.wire import with_faults
from finpulse_cli.targets.embedded.overlay.chaos.workers import function_of, kill_workers
from finpulse_cli.targets.embedded.overlay.door import behind_door
from finpulse_cli.targets.embedded.overlay.mail_pages import with_mail_pages
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from finpulse_cli.targets.embedded.overlay.mappings import installing as mappings

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.application import Application
    from finpulse_cli.targets.embedded.overlay.mappings.poller import Poller

_TOKEN_BYTES = 112  # as long as those of SNS


def main() -> None:
    """Check, install, run until the process is told to end."""
    try:
        guard.require_expected()
        credentials.install()
    except (guard.ChangedError, credentials.NoRootKeyError) as error:
        sys.exit(f"error: {error}")
    deliveries = firehose.install(time.monotonic)
    home = TargetHome(Path.home())  # HOME is the target's own folder, see ministack.environment
    athena.install(home.lake_cache)
    athena_access.install()
    athena_results.install()
    streams.install()
    described_alarms.install()
    alarm_states.install()
    alarm_actions.install(utc_now)
    destinations.install()
    embedded_metrics.install()
    notifications.install()
    mail_subscriptions.install(_post(home))
    injector = Injector()
    poller = mappings.install(injector)
    saving.install(lambda: deliveries.write(everything=True).left, poller.freeze)
    emulator: Any = import_module("ministack.app")
    emulator.app = behind_door(with_mail_pages(_with_chaos(with_buffers(emulator.app, deliveries), injector, poller)))
    emulator.main()


def _with_chaos(inner: Application, injector: Injector, poller: Poller) -> Application:
    called = with_faults(inner, injector, function_of, kill_workers)
    return with_control(called, injector, lambda: poller.is_busy)


def _post(home: TargetHome) -> mail_subscriptions.Post:
    """Return what sending e-mail takes; links lead to the emulator's own port."""
    base_url = f"http://{os.environ['MINISTACK_HOST']}:{os.environ['GATEWAY_PORT']}"
    return mail_subscriptions.Post(
        Mailbox(home.mail_dir, utc_now), base_url, utc_now, lambda: secrets.token_hex(_TOKEN_BYTES)
    )


if __name__ == "__main__":
    main()
