from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lambdas.alert_digest.send_digests import Digester
from lambdas.shared.domain.alert_policy import AlertPolicy, Silence
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import DependencyError
from tests.doubles.alert_policies import MemoryPolicies
from tests.doubles.api_services import ANOMALY
from tests.doubles.webhooks import MemoryDeliveries
from tests.factories import NOON

if TYPE_CHECKING:
    from lambdas.shared.domain.stored import StoredAnomaly

HOUR = timedelta(hours=1)
OVER = NOON - timedelta(minutes=2)
SILENCE = Silence("k3f9q2", NOON - 2 * HOUR, OVER)


def held(name: str, until: datetime = OVER, symbol: str = "AAPL") -> StoredAnomaly:
    return replace(ANOMALY, symbol=symbol, alerted=False, held_by=name, held_until=format_timestamp(until))


class MemoryHeld:
    """Implements `ports.HeldAlerts`."""

    def __init__(self, *anomalies: StoredAnomaly) -> None:
        self.anomalies = list(anomalies)

    def held_by(self, name: str, first: datetime, last: datetime, now: datetime) -> list[StoredAnomaly]:
        """What is held so."""
        assert now
        span = (format_timestamp(first), format_timestamp(last))
        return [it for it in self.anomalies if it.held_by == name and span[0] <= str(it.held_until) <= span[1]]


@dataclass
class MemoryDigests:
    """Implements `ports.DigestSender`; the next sending fails with `failure`."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    failure: Exception | None = None

    def send(self, alert_id: str, subject: str, body: str) -> None:
        """Sends it, or fails."""
        assert body
        failure, self.failure = self.failure, None
        if failure:
            raise failure
        self.sent.append((alert_id, subject))


class Bench:
    """A digester on doubles, at NOON."""

    def __init__(self, *anomalies: StoredAnomaly, silences: tuple[Silence, ...] = ()) -> None:
        self.now = NOON
        self.policies = MemoryPolicies()
        self.policies.policy = AlertPolicy(silences)
        self.deliveries = MemoryDeliveries()
        self.sender = MemoryDigests()
        self.digester = Digester(self.policies, MemoryHeld(*anomalies), self.deliveries, self.sender, lambda: self.now)

    def run(self) -> list[tuple[str, str]]:
        """Run once; return all that was sent so far."""
        self.digester.run()
        return self.sender.sent


def test_what_a_silence_held_is_told_once_when_it_is_over() -> None:
    bench = Bench(held("silence:k3f9q2"), held("silence:k3f9q2"), held("silence:other"), silences=(SILENCE,))
    told = [("digest/silence:k3f9q2", "FinPulse: 2 alerts held by silence k3f9q2")]
    assert bench.run() == told
    bench.now += 5 * HOUR
    assert bench.run() == told


@pytest.mark.parametrize("ago", [timedelta(minutes=1, seconds=59), -HOUR, timedelta(hours=7)])
def test_nothing_is_told_before_the_end_nor_long_after_it(ago: timedelta) -> None:
    silence = replace(SILENCE, until=NOON - ago)
    assert Bench(held("silence:k3f9q2", NOON - ago), silences=(silence,)).run() == []


def test_a_silence_that_held_nothing_is_not_told_of() -> None:
    assert Bench(silences=(SILENCE,)).run() == []


def test_a_silence_that_was_lifted_tells_what_it_was_to_hold_for_longer() -> None:
    lifted = SILENCE.ended(OVER)
    assert len(Bench(held("silence:k3f9q2", NOON + 20 * HOUR), silences=(lifted,)).run()) == 1


def test_each_quiet_period_is_told_by_itself() -> None:
    bench = Bench(held("quiet_hours", OVER - HOUR), held("quiet_hours", OVER), held("quiet_hours", NOON + HOUR))
    assert sorted(bench.run()) == [
        ("digest/quiet_hours/2026-11-20T15:58:00.000Z", "FinPulse: 1 alert held by quiet hours"),
        ("digest/quiet_hours/2026-11-20T16:58:00.000Z", "FinPulse: 1 alert held by quiet hours"),
    ]
    bench.now += HOUR + timedelta(minutes=2)
    assert len(bench.run()) == 3


def test_a_digest_that_the_topic_did_not_take_is_sent_by_the_next_run() -> None:
    bench = Bench(held("quiet_hours"))
    bench.sender.failure = DependencyError("throttled")
    with pytest.raises(DependencyError):
        bench.run()
    bench.deliveries.owner = "another process"
    assert len(bench.run()) == 1


def test_two_at_once_send_one() -> None:
    bench = Bench(held("quiet_hours"))
    key = ("the topic", "digest/quiet_hours/2026-11-20T16:58:00.000Z")
    bench.deliveries.claims[key] = ("another process", NOON + timedelta(seconds=60))
    assert bench.run() == []
    bench.now += timedelta(seconds=60)
    assert len(bench.run()) == 1
