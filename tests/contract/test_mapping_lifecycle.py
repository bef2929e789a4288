"""Kinesis mappings of the real emulator with the overlay: what the API answers, and mappings that change or go."""

from __future__ import annotations

import json
import os
import signal
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.streaming import Streaming
from tests.emulator import running_ministack
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path


HELD = """
def answer(event, data):
    while not os.path.exists(os.environ["NOTES"] + ".go"): time.sleep(0.05)
"""
UNKNOWN = "11111111-2222-3333-4444-555555555555"


def request(streaming: Streaming, **settings: Any) -> dict[str, Any]:
    return {"EventSourceArn": streaming.arn, "FunctionName": streaming.name, "StartingPosition": "LATEST"} | settings


def refused(streaming: Streaming, **settings: Any) -> Any:
    with pytest.raises(ClientError) as error:
        streaming.functions.create_event_source_mapping(**request(streaming, **settings))
    return error.value.response


def disabled(streaming: Streaming, mapping: str) -> None:
    answer = streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    assert answer["State"] == "Disabling"
    eventually(lambda: streaming.mapping(mapping)["State"] == "Disabled")


def test_a_new_mapping_is_told_with_lambdas_defaults(streaming: Streaming) -> None:
    streaming.function()
    answer = streaming.functions.create_event_source_mapping(**request(streaming))
    assert answer.pop("ResponseMetadata")["HTTPStatusCode"] == 202
    assert isinstance(answer.pop("LastModified"), datetime)
    mapping = answer.pop("UUID")
    settled = {
        "BatchSize": 100,
        "BisectBatchOnFunctionError": False,
        "DestinationConfig": {"OnFailure": {}},
        "EventSourceArn": streaming.arn,
        "EventSourceMappingArn": f"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:{mapping}",
        "FunctionArn": f"arn:aws:lambda:us-east-1:000000000000:function:{streaming.name}",
        "FunctionResponseTypes": [],
        "LastProcessingResult": "No records processed",
        "MaximumBatchingWindowInSeconds": 0,
        "MaximumRecordAgeInSeconds": -1,
        "MaximumRetryAttempts": -1,
        "ParallelizationFactor": 1,
        "StartingPosition": "LATEST",
        "StateTransitionReason": "User action",
        "TumblingWindowInSeconds": 0,
    }
    assert answer == settled | {"State": "Creating"}
    eventually(lambda: streaming.mapping(mapping)["State"] == "Enabled")
    found = streaming.mapping(mapping)
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert {key: found[key] for key in settled} == settled


def test_a_second_mapping_of_the_same_two_is_refused(streaming: Streaming) -> None:
    mapping = streaming.map()
    told = refused(streaming)
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 409
    assert told["Error"]["Code"] == "ResourceConflictException"
    assert told["Type"] == "User"
    assert told["message"] == (
        f'The event source arn (" {streaming.arn} ") and function (" {streaming.name} ") provided mapping already '
        f"exists. Please update or delete the existing mapping with UUID {mapping}"
    )


def test_a_missing_stream_is_told(streaming: Streaming) -> None:
    streaming.function()
    told = refused(streaming, EventSourceArn=streaming.arn + "-missing")
    assert (told["Error"]["Code"], told["Type"]) == ("InvalidParameterValueException", "User")
    assert told["message"] == f"Stream not found: {streaming.arn}-missing"


def test_a_wrong_start_is_told(streaming: Streaming) -> None:
    streaming.function()
    told = refused(streaming, StartingPosition="invalid")
    assert told["Error"] == {
        "Code": "ValidationException",
        "Message": "1 validation error detected: Value 'invalid' at 'startingPosition' failed to satisfy constraint: "
        "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
    }
    assert "Type" not in told


def test_other_bad_requests_are_told(streaming: Streaming) -> None:
    streaming.function()
    pattern = {"Filters": [{"Pattern": "no rule"}]}
    assert refused(streaming, FilterCriteria=pattern)["message"] == "Invalid filter pattern definition."
    assert refused(streaming, FunctionName="missing")["message"] == "Function does not exist"
    assert refused(streaming, MaximumRecordAgeInSeconds=59)["Error"]["Code"] == "InvalidParameterValueException"
    assert "FilterCriteria" not in streaming.functions.create_event_source_mapping(
        **request(streaming, FilterCriteria={"Filters": []})
    )


@pytest.mark.parametrize("call", ["get", "update", "delete"])
def test_an_unknown_mapping_is_not_found(streaming: Streaming, call: str) -> None:
    with pytest.raises(ClientError, match=r"The resource you requested does not exist\.$") as error:
        getattr(streaming.functions, f"{call}_event_source_mapping")(UUID=UNKNOWN)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_disabled_mapping_reads_nothing_and_goes_on_where_it_was(streaming: Streaming) -> None:
    mapping = streaming.map()
    streaming.put("1")
    streaming.sees(["1"])
    disabled(streaming, mapping)
    streaming.put("2", "3")
    answer = streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    assert answer["State"] == "Enabling"
    assert streaming.sees(["1", "2", "3"]) == ["1", "2", "3"]


def test_what_is_at_work_ends_before_a_mapping_is_disabled(streaming: Streaming) -> None:
    mapping = streaming.map(HELD, BatchSize=1)
    streaming.put("1", "2")
    streaming.sees(["1"])
    streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    assert streaming.mapping(mapping)["State"] == "Disabling"
    (streaming.folder / f"{streaming.name}.jsonl.go").touch()
    eventually(lambda: streaming.mapping(mapping)["State"] == "Disabled")
    assert streaming.seen() == ["1"]


def test_a_mapping_can_be_made_disabled(streaming: Streaming) -> None:
    streaming.function()
    made = streaming.functions.create_event_source_mapping(**request(streaming, Enabled=False))
    eventually(lambda: streaming.mapping(made["UUID"])["State"] == "Disabled")


def test_settings_change_while_it_runs(streaming: Streaming) -> None:
    mapping = streaming.map(BatchSize=1)
    streaming.put("1", "2")
    streaming.sees(["1", "2"])
    answer = streaming.functions.update_event_source_mapping(UUID=mapping, BatchSize=10, ParallelizationFactor=2)
    assert (answer["State"], answer["BatchSize"], answer["ParallelizationFactor"]) == ("Updating", 10, 2)
    eventually(lambda: streaming.mapping(mapping)["State"] == "Enabled")
    streaming.put("3", "4", "5")
    streaming.sees("345")
    assert sorted(streaming.seen()) == list("12345")


def test_a_filter_can_be_taken_away(streaming: Streaming) -> None:
    pattern = {"Filters": [{"Pattern": json.dumps({"data": {"a": [1]}})}]}
    mapping = streaming.map(FilterCriteria=pattern)
    assert streaming.mapping(mapping)["FilterCriteria"] == pattern
    answer = streaming.functions.update_event_source_mapping(UUID=mapping, FilterCriteria={})
    assert "FilterCriteria" not in answer


def test_a_deleted_mapping_reads_nothing_more(streaming: Streaming) -> None:
    mapping = streaming.map(HELD, suffix="-gone", BatchSize=1)
    streaming.put("1", "2")
    streaming.sees(["1"], "-gone")
    answer = streaming.functions.delete_event_source_mapping(UUID=mapping)
    assert (answer["State"], answer["ResponseMetadata"]["HTTPStatusCode"]) == ("Deleting", 202)
    with pytest.raises(ClientError, match="does not exist"):
        streaming.mapping(mapping)
    (streaming.folder / f"{streaming.name}-gone.jsonl.go").touch()
    streaming.map(suffix="-other")
    streaming.sees(["1", "2"], "-other")
    assert streaming.seen("-gone") == ["1"]


def test_positions_survive_a_restart(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path)
        mapping = streaming.map(start="LATEST")
        streaming.put("1", "2")
        streaming.sees(["1", "2"])
        disabled(streaming, mapping)
        streaming.put("3")
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path, name=streaming.name)
        streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
        streaming.put("4")
        assert streaming.sees(["3", "4"]) == ["1", "2", "3", "4"]


def test_what_was_at_work_when_it_stopped_is_done_again(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path)
        streaming.map(HELD, BatchSize=2)
        streaming.put("1", "2", "3")
        streaming.sees(["1", "2"])
    (tmp_path / f"{streaming.name}.jsonl.go").touch()
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path, name=streaming.name)
        assert streaming.sees(["3"])[:5] == ["1", "2", "1", "2", "3"]


def test_a_killed_emulator_skips_nothing_that_was_saved(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path)
        mapping = streaming.map()
        streaming.put("1")
        streaming.sees(["1"])
        disabled(streaming, mapping)
        streaming.put("2")
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path, name=streaming.name)
        streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
        streaming.sees(["2"])
        os.kill(emulator.process_id, signal.SIGKILL)
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        streaming = Streaming(emulator, tmp_path, name=streaming.name)
        streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
        streaming.put("3")
        seen = streaming.sees(["3"])  # and the second once more, where it was not kept that it was read
        assert list(dict.fromkeys(seen)) == ["1", "2", "3"]
