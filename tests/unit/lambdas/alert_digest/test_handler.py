from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.alert_digest import handler
from tests.unit.lambdas.alert_digest.test_send_digests import Bench, held

if TYPE_CHECKING:
    import pytest


def test_whatever_the_schedule_says_what_is_due_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(held("quiet_hours"))
    monkeypatch.setattr(handler, "digester", lambda: bench.digester)
    handler.handler({}, None)
    assert len(bench.sender.sent) == 1
