"""What a query leaves in the emulator."""

from __future__ import annotations

import json
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.athena_results import (
    STOPPED_REASON,
    _missing_as_on_aws,
    _without_work,
)

athena: Any = import_module("ministack.services.athena")


@pytest.mark.parametrize("state", ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED"])
def test_a_query_at_work_is_over_in_what_is_saved(state: str) -> None:
    status = {"State": state, "StateChangeReason": "", "SubmissionDateTime": 1, "CompletionDateTime": None}

    def original() -> Any:
        return {"_executions": SimpleNamespace(_data={("0", "r", "q"): {"Status": dict(status)}})}

    saved = _without_work(original)()["_executions"]._data["0", "r", "q"]["Status"]

    over = {"State": "CANCELLED", "StateChangeReason": STOPPED_REASON, "CompletionDateTime": 1}
    assert saved == (status | over if state in ("QUEUED", "RUNNING") else status)


def test_a_missing_workgroup_is_told_in_awss_words() -> None:
    emulated = SimpleNamespace(_workgroups={"lake": {"Name": "lake"}}, error_response_json=athena.error_response_json)
    get = _missing_as_on_aws(emulated, lambda data: (200, {}, data["WorkGroup"]))

    assert get({"WorkGroup": "lake"}) == (200, {}, "lake")
    status, _, body = get({"WorkGroup": "other"})
    assert status == 400
    assert json.loads(body)["message"] == "WorkGroup other is not found."
