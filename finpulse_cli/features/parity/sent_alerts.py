"""What became of the alerts of a replay: which anomalies were marked, and which messages arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.anomaly import DETECTOR, finding_id_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from finpulse_cli.features.parity.compare import Item, Items, Key
    from finpulse_cli.features.parity.wait import Timer
    from finpulse_cli.features.tail.alerts import Alerts

TIMEOUT_SECONDS = 60.0
POLL_SECONDS = 1.0
_SAID = ("severity", "direction", "subject", "message")


def alert_items(anomalies: Iterable[Item], messages: Iterable[Item] | None) -> Items:
    """Return, by (symbol, finding), each anomaly's mark and, unless `messages` is None, what was sent for it.

    A message for an event that is no anomaly is an item too, and one that came twice is there twice.
    """
    found: dict[Key, dict[str, Any]] = {}
    for anomaly in anomalies:
        found[anomaly["symbol"], finding_of(anomaly)] = {
            "detected_at": anomaly["detected_at"],
            "alerted": anomaly["alerted"],
        }
    for message in messages or ():
        item = found.setdefault((str(message["symbol"]), finding_of(message)), {})
        item["messages"] = sorted([*item.get("messages", ()), _said(message)])
    return found


def received(inbox: Alerts, anomalies: Iterable[Item], ids: Collection[str], timer: Timer) -> list[Item]:
    """Return the messages about the events `ids`, once there is one for every marked anomaly, or after a minute."""
    awaited = {finding_of(anomaly) for anomaly in anomalies if anomaly["alerted"]}

    def arrived() -> bool:
        inbox.collect()
        return awaited <= {finding_of(alert) for alert in inbox.alerts()}

    timer.until(arrived, seconds=TIMEOUT_SECONDS, every=POLL_SECONDS)
    return messages_about(inbox.alerts(), ids)


def messages_about(alerts: Sequence[Mapping[str, Any]], ids: Collection[str]) -> list[Item]:
    """Return those of an inbox's alerts that are about these events."""
    return [alert for alert in alerts if alert["event_id"] in ids]


def finding_of(of: Item) -> str:
    """Return what tells an anomaly, or a message about one, from others of its event; see `finding_id_of`."""
    return finding_id_of(str(of["event_id"]), of.get("detector") or DETECTOR)


def _said(message: Item) -> str:
    """Return what a subscriber reads, as one text; ids and times are the topic's own."""
    return " | ".join(str(message[name]) for name in _SAID)
