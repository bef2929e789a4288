"""Which resource a request about a query is a request for."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.athena_access import _by_workgroup

EMULATED: Any = SimpleNamespace(
    _executions={"known": {"WorkGroup": "lake"}}, _arn_workgroup=lambda name: f"workgroup/{name}"
)


def resource(service: str, body: bytes, original: str = "*") -> str:
    return _by_workgroup(EMULATED, lambda *_arguments: original)(service, "POST", "/", {}, body, {}, "region", "1")


def test_it_is_the_workgroup_that_the_query_runs_in() -> None:
    assert resource("athena", json.dumps({"QueryExecutionId": "known"}).encode()) == "workgroup/lake"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"QueryExecutionId": "other"}', b'{"QueryExecutionId": {}}']
)
def test_without_a_known_query_it_stays_everything(body: bytes) -> None:
    assert resource("athena", body) == "*"


def test_other_requests_are_left_alone() -> None:
    body = json.dumps({"QueryExecutionId": "known"}).encode()
    assert resource("glue", body) == "*"
    assert resource("athena", body, "workgroup/named") == "workgroup/named"
