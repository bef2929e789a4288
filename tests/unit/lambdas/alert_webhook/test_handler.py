from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.alert_webhook import handler
from tests.doubles.webhooks import queue_event
from tests.unit.lambdas.alert_webhook.test_deliver import Bench

if TYPE_CHECKING:
    import pytest


def test_the_answer_names_what_has_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "deliverer", lambda: Bench().deliverer)
    assert handler.handler(queue_event("no message"), None) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
