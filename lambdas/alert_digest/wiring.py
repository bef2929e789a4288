"""Puts alert_digest together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache
from uuid import uuid4

from lambdas.alert_digest.send_digests import Digester
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.alert_policy_store import DynamoAlertPolicy
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from lambdas.shared.adapters.dynamodb.held_reader import DynamoHeldAlerts
from lambdas.shared.adapters.sns_digests import SnsDigests
from lambdas.shared.clock import utc_now
from lambdas.shared.settings import DigestSettings


@cache
def digester() -> Digester:
    """Return the use case on the real services; `SettingsError` if the environment lacks something."""
    settings = DigestSettings.read(os.environ)
    client = clients.dynamodb()
    return Digester(
        policies=DynamoAlertPolicy(client, settings.alerting_table),
        held=DynamoHeldAlerts(client, settings.anomalies_table),
        deliveries=DynamoDeliveryStore(client, settings.alerting_table, settings.anomalies_table, owner=uuid4().hex),
        sender=SnsDigests(clients.sns, settings.alert_topic_arn),
        clock=utc_now,
    )
