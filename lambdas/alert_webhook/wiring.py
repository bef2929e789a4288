"""Puts alert_webhook together, once a process and not before it is needed."""

from __future__ import annotations

import logging
import os
import time
from functools import cache
from random import SystemRandom
from typing import TYPE_CHECKING
from uuid import uuid4

from lambdas.alert_webhook.deliver import Webhook, WebhookDeliverer
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.delivery_store import DynamoDeliveryStore
from lambdas.shared.adapters.sqs_queues import SqsQueues
from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.adapters.webhook_post import WebhookPost
from lambdas.shared.adapters.webhook_secret import read_address
from lambdas.shared.clock import utc_now
from lambdas.shared.webhook_settings import WebhookSetting, WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def deliverer() -> WebhookDeliverer:
    """Return the use case on the real services; `SettingsError` if the environment lacks something."""
    # at DEBUG botocore logs whole answers, and SSM's holds the address
    logging.getLogger("botocore").setLevel(logging.INFO)
    settings = WebhookSettings.read(os.environ)
    return WebhookDeliverer(
        webhooks={queue: _webhook(setting) for queue, setting in settings.webhooks.items()},
        deliveries=DynamoDeliveryStore(
            clients.dynamodb(), settings.alerting_table, settings.anomalies_table, owner=uuid4().hex
        ),
        sender=WebhookPost(),
        queues=SqsQueues(clients.sqs),
        clock=utc_now,
        seconds=time.monotonic,
        random=SystemRandom().random,
    )


def _webhook(setting: WebhookSetting) -> Webhook:
    secret = SsmSecret(clients.ssm, setting.parameter)

    def open_address() -> tuple[str, Mapping[str, str], str | None]:
        address = read_address(secret.refresh(), setting.form, setting.name)
        return address.url, address.headers, address.chat_id

    return Webhook(setting.name, setting.form, open_address)
