"""Settings of alert_webhook, apart from those of all: no other function brings the webhooks' formats with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import text_setting
from lambdas.shared.wire.webhook_bodies import WebhookFormat

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class WebhookSetting:
    """One webhook: `parameter` names the SSM parameter that says where it is."""

    name: str
    form: WebhookFormat
    parameter: str


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Settings of alert_webhook; `webhooks` are by the name of their queue."""

    alerting_table: str
    anomalies_table: str
    webhooks: Mapping[str, WebhookSetting]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing or cannot be read."""
        text = text_setting(environment, "WEBHOOKS")
        try:
            webhooks = {
                queue: WebhookSetting(of["name"], WebhookFormat(of["format"]), of["parameter"])
                for queue, of in json.loads(text).items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SettingsError("WEBHOOKS is no JSON object of webhooks by their queue") from None
        return cls(
            alerting_table=text_setting(environment, "ALERTING_TABLE"),
            anomalies_table=text_setting(environment, "ANOMALIES_TABLE"),
            webhooks=webhooks,
        )
