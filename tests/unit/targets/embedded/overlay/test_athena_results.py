"""What a query leaves in the emulator."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.athena_results import (
    STOPPED_REASON,
    _as_texts,
    _missing_as_on_aws,
    _without_work,
)

athena: Any = import_module("ministack.services.athena")


def test_a_result_is_kept_as_the_texts_that_it_is_told_in() -> None:
    row = [Decimal("1.50"), date(2026, 11, 20), None, True, float("nan"), "text"]

    async def original(*_arguments: Any) -> Any:
        return {"columns": ["v"], "column_types": ["x"], "rows": [row]}

    results = asyncio.run(_as_texts(athena, original)("SELECT", "db", None))

    assert results["rows"] == [["1.50", "2026-11-20", None, "true", "nan", "text"]]
    assert (results["columns"], results["column_types"]) == (["v"], ["x"])
    assert [athena._datum_text(text) for text in results["rows"][0][:2]] == ["1.50", "2026-11-20"]


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
