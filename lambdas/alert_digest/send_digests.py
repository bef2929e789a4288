"""One message for each silence and each quiet period that is over, about what it held: claimed, sent, noted.

A digest is a delivery like those to webhooks: whoever finds it noted has nothing to do, a claim of a process that died
grows old. What comes in so late that its digest has gone is in the list of alerts, and in no digest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.alert_policy import QUIET_HOURS
from lambdas.shared.domain.digest_text import digest_body, digest_subject
from lambdas.shared.log import metric_line, write_log
from lambdas.shared.ports import DeliveryClaim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.stored import StoredAnomaly
    from lambdas.shared.ports import AlertPolicies, DeliveryStore, DigestSender, HeldAlerts

NAME = "alert_digest"
TOPIC = "the topic"  # what the deliveries of digests are noted under; no webhook can be called so
SETTLED_AFTER = timedelta(minutes=2)  # by then the detector has seen what came in before the end
LONGEST = timedelta(days=31)  # that a silence lasts, and some hours
LOOKED_BACK = timedelta(hours=6)  # for as long a digest is made up for when this function could not run


@dataclass(frozen=True, slots=True)
class Digester:
    """The use case with what it needs from the outside."""

    policies: AlertPolicies
    held: HeldAlerts
    deliveries: DeliveryStore
    sender: DigestSender
    clock: Callable[[], datetime]

    def run(self) -> None:
        """Send what is due; raise what a service raises, after which the next run goes on."""
        now = self.clock()
        sent = sum(self._send(digest_id, held, now) for digest_id, held in self._due(now))
        write_log(metric_line(NAME, now, "DigestsSent", sent))

    def _due(self, now: datetime) -> Iterator[tuple[str, Sequence[StoredAnomaly]]]:
        """Yield what each period that is over has held, if it has held anything."""
        first, last = now - LOOKED_BACK, now - SETTLED_AFTER
        for silence in self.policies.load(now).silences:
            if first <= silence.until <= last:
                # one that was lifted says so only itself: its alerts were to be held for longer
                held = self.held.held_by(silence.hold.name, first, now + LONGEST, now)
                if held:
                    yield silence.hold.name, held
        for until, held in _by_period(self.held.held_by(QUIET_HOURS, first, last, now)).items():
            yield f"{QUIET_HOURS}/{until}", held

    def _send(self, digest_id: str, held: Sequence[StoredAnomaly], now: datetime) -> bool:
        alert_id = f"digest/{digest_id}"
        if self.deliveries.claim(TOPIC, alert_id, now) is not DeliveryClaim.OURS:
            return False
        name = held[0].held_by or ""
        try:
            self.sender.send(alert_id, digest_subject(name, len(held)), digest_body(name, held))
        except Exception:
            self.deliveries.give_back(TOPIC, alert_id, "the topic did not take it")
            raise
        self.deliveries.note_delivered(TOPIC, alert_id, None, now)
        return True


def _by_period(held: Sequence[StoredAnomaly]) -> Mapping[str, list[StoredAnomaly]]:
    periods: dict[str, list[StoredAnomaly]] = defaultdict(list)
    for anomaly in held:
        periods[anomaly.held_until or ""].append(anomaly)
    return periods
