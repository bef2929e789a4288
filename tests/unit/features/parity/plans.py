"""Plans for the tests of parity."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.features.replay.plan import Plan
from tests.factories import price_event

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent


def plan(*events: PriceEvent) -> Plan:
    """These events as the plan of a fixture called `tiny`; by default two, an hour apart."""
    chosen = events or (price_event(10), price_event(11, seconds=3600))
    return Plan(name="tiny", events=chosen, shift=timedelta(0), speed=None, runs=("1",))
