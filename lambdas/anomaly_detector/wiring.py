"""Puts anomaly_detector together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from lambdas.anomaly_detector.detect import Detector
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.alert_policy_store import DynamoAlertPolicy
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.series_store import DynamoSeriesStore
from lambdas.shared.adapters.sns_alerts import SnsAlerts
from lambdas.shared.bootstrap import build_consumer
from lambdas.shared.detector_settings import DetectorSettings

if TYPE_CHECKING:
    from lambdas.shared.consumer import Consumer


@cache
def consumer() -> Consumer:
    """Return the consumer on the real services."""
    settings = DetectorSettings.read(os.environ)
    client = clients.dynamodb()
    detector = Detector(
        states=DynamoSeriesStore(client, settings.detector_state_table),
        anomalies=DynamoAnomalyStore(client, settings.anomalies_table, settings.counters_table, owner=uuid4().hex),
        alerts=SnsAlerts(clients.sns, settings.alert_topic_arn),
        policies=DynamoAlertPolicy(client, settings.alerting_table),
        roster=settings.roster,
    )
    return build_consumer("anomaly_detector", detector.run, os.environ)
