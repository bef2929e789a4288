from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.held_reader import DynamoHeldAlerts
from lambdas.shared.adapters.sns_digests import SnsDigests
from lambdas.shared.domain.alert_policy import Hold
from tests.factories import NOON, anomaly, price_event

if TYPE_CHECKING:
    from tests.contract.tables import Tables
    from tests.emulator import Emulator

HOUR = timedelta(hours=1)


def test_what_a_hold_keeps_back_is_found_by_its_end(tables: Tables) -> None:
    names = [("quiet_hours", 1), ("quiet_hours", 2), ("silence:a", 1)]
    held = [
        replace(anomaly(price_event("90", seconds=place)), hold=Hold(name, NOON + hours * HOUR))
        for place, (name, hours) in enumerate(names)
    ]
    table = tables.create("anomalies")
    free = anomaly(price_event("90", seconds=60))
    DynamoAnomalyStore(tables.client, table, tables.create("counters"), "us").add([*held, free], NOON)
    reader = DynamoHeldAlerts(tables.client, table)

    def found(name: str, first: int, last: int) -> list[str]:
        return [row.event_id for row in reader.held_by(name, NOON + first * HOUR, NOON + last * HOUR, NOON)]

    assert found("quiet_hours", 1, 1) == [held[0].event.event_id]
    assert found("quiet_hours", 0, 2) == [held[1].event.event_id, held[0].event.event_id]
    assert found("silence:a", 0, 2) == [held[2].event.event_id]
    assert found("silence:b", 0, 2) == []
    assert reader.held_by("silence:a", NOON, NOON + HOUR, NOON + 24 * HOUR) == []


def test_a_digest_goes_to_the_topic_as_one(emulator: Emulator) -> None:
    sns = emulator.client("sns")
    topic = sns.create_topic(Name="digests")["TopicArn"]
    SnsDigests(lambda: sns, topic).send("digest/x", "FinPulse: 1 alert held by quiet hours", "text")
