"""All probes together, as one result."""

from __future__ import annotations

from typing import Any

import pytest

from finpulse_cli.stack.clients import Access
from finpulse_cli.targets.localstack.probes import all_probes as module
from finpulse_cli.targets.localstack.probes.all_probes import probe_all
from finpulse_cli.targets.localstack.probes.delivery_probe import Delivery
from finpulse_cli.targets.localstack.running import Running
from tests.unit.targets.localstack.found import COMMUNITY

RUNNING = Running("4.14.0", "community", "first", in_docker=False)
ACCESS = Access("http://127.0.0.1:1", "us-east-1", "test", "test")
RESULTS = ("http_api", "answers_sql", "enforces_iam", "delivers", "compresses", "evaluates_dates")


@pytest.mark.parametrize("able", RESULTS)
def test_each_result_is_kept_under_its_own_name(able: str, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = Delivery(able == "delivers", able == "compresses", able == "evaluates_dates")
    monkeypatch.setattr(module, "probe_delivery", lambda _clients: delivery)
    monkeypatch.setattr(module, "has_http_api", lambda _clients: able == "http_api")
    monkeypatch.setattr(module, "answers_sql", lambda _clients: able == "answers_sql")
    monkeypatch.setattr(module, "enforces_iam", lambda _clients, _access: able == "enforces_iam")
    clients: Any = object()

    found = probe_all(RUNNING, clients, ACCESS)

    assert (found.make, found.session, found.version) == (COMMUNITY.make, COMMUNITY.session, COMMUNITY.version)
    assert [name for name in RESULTS if getattr(found, name)] == [able]
    assert found.fires is None
