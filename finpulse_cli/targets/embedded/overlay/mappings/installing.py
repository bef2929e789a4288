"""Puts the poller in the place of MiniStack's."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings import resharding
from finpulse_cli.targets.embedded.overlay.mappings.api import Api
from finpulse_cli.targets.embedded.overlay.mappings.checkpoints import Checkpoints
from finpulse_cli.targets.embedded.overlay.mappings.destinations import Destinations
from finpulse_cli.targets.embedded.overlay.mappings.invocations import Functions
from finpulse_cli.targets.embedded.overlay.mappings.lane import Surroundings
from finpulse_cli.targets.embedded.overlay.mappings.metrics import Metrics
from finpulse_cli.targets.embedded.overlay.mappings.poller import Poller
from finpulse_cli.targets.embedded.overlay.mappings.signals import Signal

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector
    from finpulse_cli.targets.embedded.overlay.shifted_time import EmulatorClock


def install(clock: EmulatorClock, injector: Injector) -> Poller:
    """Install it; it starts with the first mapping that is made or restored. Records grow old by `clock`."""
    functions: Any = import_module("ministack.services.lambda_svc")
    streams: Any = import_module("ministack.services.kinesis")
    metrics, arrivals = Metrics(), Signal()
    called, told = Functions(metrics, clock.seconds), Destinations(clock.now)
    around = Surroundings(called, told, Checkpoints(), metrics, arrivals, Signal(), clock, injector)
    poller = Poller(around)
    others = functions._ensure_poller

    def ensure_pollers() -> None:
        others()
        poller.start()

    functions._ensure_poller = ensure_pollers
    functions._poll_kinesis = lambda: False  # the emulator's own loop goes on with SQS and DynamoDB
    streams.esm_wake = arrivals  # what every put of a record sets
    resharding.install(poller.wake)
    Api(poller.wake).install()
    return poller
