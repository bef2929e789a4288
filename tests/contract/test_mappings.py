"""Kinesis mappings of the real emulator with the overlay: batches, failures and destinations as on AWS."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.streaming import Streaming, failing_to
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Emulator

THROWS = "def answer(event, data): raise ValueError('no')"
POISON = "def answer(event, data):\n    if 'poison' in data: raise ValueError('no')"
REPORTS_POISON = """
def answer(event, data):
    done = data[:data.index('poison')] if 'poison' in data else data
    note({"done": done})
    return report(number(event, data, 'poison')) if 'poison' in data else report()
"""
HUNDRED = ["poison" if number == 37 else str(number) for number in range(100)]
REPORTING: dict[str, Any] = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def test_an_event_is_as_lambda_documents_it(streaming: Streaming) -> None:
    streaming.map()
    [number] = streaming.put("hello")
    streaming.sees(["hello"])
    [entry] = streaming.notes()[0]["event"]["Records"]
    role = streaming.functions.get_function_configuration(FunctionName=streaming.name)["Role"]
    arrived = entry["kinesis"].pop("approximateArrivalTimestamp")
    assert abs(arrived - time.time()) < 60
    assert entry == {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "key",
            "sequenceNumber": number,
            "data": "aGVsbG8=",
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"shardId-000000000000:{number}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": role,
        "awsRegion": "us-east-1",
        "eventSourceARN": streaming.arn,
    }


def test_trim_horizon_delivers_what_was_there_in_full_batches(streaming: Streaming) -> None:
    data = [str(number) for number in range(25)]
    streaming.put(*data)
    streaming.map(BatchSize=10)
    streaming.sees(data)
    assert streaming.calls() == [data[:10], data[10:20], data[20:]]


def test_latest_begins_with_what_comes_after_the_mapping(streaming: Streaming) -> None:
    streaming.put("before")
    streaming.map(start="LATEST")
    streaming.put("after")
    assert streaming.sees(["after"]) == ["after"]


def test_at_timestamp_begins_with_the_first_record_of_that_time(streaming: Streaming) -> None:
    streaming.put("before")
    moment = time.time() + 0.01  # arrivals are told in milliseconds
    eventually(lambda: time.time() > moment)
    streaming.put("after")
    eventually(lambda: time.time() > moment + 0.01)
    streaming.map(start="AT_TIMESTAMP", StartingPositionTimestamp=moment)
    assert streaming.sees(["after"]) == ["after"]


def test_the_next_batch_waits_for_the_one_before(streaming: Streaming) -> None:
    streaming.put("1", "2")
    streaming.map("def answer(event, data):\n    time.sleep(0.5)\n    note({'ended': time.time()})", BatchSize=1)
    streaming.sees(["1", "2"])
    eventually(lambda: len(streaming.notes()) == 4)
    first, end, second, _ = streaming.notes()
    assert first["began"] < end["ended"] <= second["began"]


def test_two_functions_are_each_given_every_record(streaming: Streaming) -> None:
    streaming.map(suffix="-a")
    streaming.map(suffix="-b")
    streaming.put("1", "2")
    assert streaming.sees(["1", "2"], "-a") == streaming.sees(["1", "2"], "-b") == ["1", "2"]


def test_a_function_that_fails_does_not_hold_up_another(streaming: Streaming) -> None:
    streaming.map(THROWS, suffix="-bad")
    streaming.map(suffix="-good")
    streaming.put("1")
    streaming.sees(["1"], "-good")
    streaming.sees(["1"], "-bad")
    streaming.put("2")
    streaming.sees(["2"], "-good")


def test_a_shard_that_fails_does_not_hold_up_another(emulator: Emulator, tmp_path: Path) -> None:
    streaming = Streaming(emulator, tmp_path, shards=2)
    streaming.map(POISON)
    keys = ("a", "b")  # of which each has a shard of its own
    placed = [streaming.kinesis.put_record(StreamName=streaming.name, Data=b"x", PartitionKey=it) for it in keys]
    assert len({it["ShardId"] for it in placed}) == 2
    streaming.put("poison", key="a")
    streaming.put("1", "2", key="b")
    streaming.sees(["poison", "1", "2"])
    streaming.put("3", key="b")
    streaming.sees(["3"])
    shards = [{it["eventID"].split(":")[0] for it in note["event"]["Records"]} for note in streaming.notes()]
    assert all(len(found) == 1 for found in shards)


def test_a_batching_window_gathers_single_records(streaming: Streaming) -> None:
    streaming.map(MaximumBatchingWindowInSeconds=2)
    for number in range(5):
        streaming.put(str(number))
    streaming.sees("01234")
    assert streaming.calls() == [list("01234")]


def test_the_poison_pill_is_isolated_and_the_shard_moves_on(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    streaming.put(*HUNDRED)
    mapping = streaming.map(POISON, BisectBatchOnFunctionError=True, MaximumRetryAttempts=2, **failing_to(arn))
    told = streaming.message(url)
    assert told["KinesisBatchInfo"]["batchSize"] == 1
    assert told["requestContext"]["approximateInvokeCount"] == 3
    streaming.put("next")
    streaming.sees(["next"])
    handled = [it for call in streaming.calls() if "poison" not in call for it in call]
    assert handled == [it for it in HUNDRED if it != "poison"] + ["next"]
    assert streaming.calls().count(["poison"]) == 3
    assert streaming.received(url) == []
    eventually(lambda: streaming.mapping(mapping)["LastProcessingResult"] == "OK")


def test_with_reports_the_poison_pill_costs_the_least_repetition(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    streaming.put(*HUNDRED)
    settings = REPORTING | failing_to(arn)
    streaming.map(REPORTS_POISON, BisectBatchOnFunctionError=True, MaximumRetryAttempts=2, **settings)
    told = streaming.message(url)
    assert told["KinesisBatchInfo"]["batchSize"] == 1
    assert told["responseContext"]["functionError"] is None
    streaming.sees(["99"])
    eventually(lambda: sum("done" in note for note in streaming.notes()) == 6)
    handled = [it for note in streaming.notes() for it in note.get("done", [])]
    assert handled == [it for it in HUNDRED if it != "poison"]


def test_an_exhausted_batch_is_told_to_a_queue(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    [number] = streaming.put("1")
    mapping = streaming.map(THROWS, BatchSize=1, MaximumRetryAttempts=1, **failing_to(arn))
    told = streaming.message(url)
    function = streaming.mapping(mapping)["FunctionArn"]
    moments = [told.pop("timestamp")] + [
        told["KinesisBatchInfo"].pop(f"approximateArrivalOf{it}Record") for it in ("First", "Last")
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", it) for it in moments)
    assert re.fullmatch(r"[0-9a-f-]{36}", told["requestContext"].pop("requestId"))
    assert told == {
        "requestContext": {
            "functionArn": function,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 2,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "KinesisBatchInfo": {
            "shardId": "shardId-000000000000",
            "startSequenceNumber": number,
            "endSequenceNumber": number,
            "batchSize": 1,
            "streamArn": streaming.arn,
        },
    }
    assert streaming.calls() == [["1"], ["1"]]
    assert streaming.mapping(mapping)["LastProcessingResult"] == "PROBLEM: Function call failed"


def test_it_is_told_to_a_topic_as_the_same_document(streaming: Streaming) -> None:
    url, queue = streaming.queue()
    topics = streaming.emulator.client("sns")
    arn = topics.create_topic(Name=streaming.name)["TopicArn"]
    policy = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": queue}
    document = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    streaming.queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document})
    subscription = topics.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    streaming.put("1")
    streaming.map(THROWS, MaximumRetryAttempts=0, **failing_to(arn))
    envelope = streaming.message(url)
    assert envelope["UnsubscribeURL"].endswith(f"SubscriptionArn={subscription}")
    assert "Subject" not in envelope
    assert "MessageAttributes" not in envelope
    assert json.loads(envelope["Message"])["requestContext"]["condition"] == "RetryAttemptsExhausted"


def test_it_is_told_to_a_bucket_with_the_event(streaming: Streaming) -> None:
    buckets = streaming.emulator.client("s3")
    buckets.create_bucket(Bucket=streaming.name)
    streaming.put("1", "2")
    mapping = streaming.map(THROWS, MaximumRetryAttempts=0, **failing_to(f"arn:aws:s3:::{streaming.name}"))
    [found] = eventually(lambda: buckets.list_objects_v2(Bucket=streaming.name).get("Contents"))
    told = json.loads(buckets.get_object(Bucket=streaming.name, Key=found["Key"])["Body"].read())
    day, moment = told["timestamp"][:10].replace("-", "/"), told["timestamp"][:19].replace(":", ".")
    prefix = f"aws/lambda/{mapping}/shardId-000000000000/{day}/{moment}-"
    assert re.fullmatch(rf"{re.escape(prefix)}[0-9a-f-]{{36}}", found["Key"])
    assert json.loads(told["payload"]) == streaming.notes()[0]["event"]


def test_a_role_that_may_not_tell_loses_the_batch_and_the_shard_moves_on(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    only_logs = [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]
    name = streaming.function(POISON, allowed=only_logs)
    streaming.put("poison")
    streaming.functions.create_event_source_mapping(
        FunctionName=name,
        EventSourceArn=streaming.arn,
        StartingPosition="TRIM_HORIZON",
        MaximumRetryAttempts=0,
        **failing_to(arn),
    )
    streaming.sees(["poison"])
    streaming.put("1")
    streaming.sees(["1"])
    assert streaming.received(url) == []


@pytest.mark.parametrize("answer", ["''", "[]", "None", "{}", "report()", "{'batchItemFailures': None}"])
def test_answers_that_report_nothing_end_the_batch(streaming: Streaming, answer: str) -> None:
    streaming.put("1")
    streaming.map(f"def answer(event, data): return {answer}", BatchSize=1, MaximumRetryAttempts=2, **REPORTING)
    streaming.put("2")
    streaming.sees(["2"])
    assert streaming.calls() == [["1"], ["2"]]


@pytest.mark.parametrize(
    "answer",
    ["report('')", "report(None)", "report(123)", "{'batchItemFailures': [{'foo': 123}]}", "report('5')"],
)
def test_malformed_reports_fail_the_whole_batch(streaming: Streaming, answer: str) -> None:
    url, arn = streaming.queue()
    streaming.put("1")
    settings = REPORTING | failing_to(arn)
    streaming.map(f"def answer(event, data): return {answer}", BatchSize=1, MaximumRetryAttempts=1, **settings)
    told = streaming.message(url)
    assert told["responseContext"]["functionError"] is None
    assert told["requestContext"]["approximateInvokeCount"] == 2
    assert streaming.calls() == [["1"], ["1"]]


def test_a_report_retries_from_the_lowest_number_on(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    numbers = streaming.put(*"12345", "poison")
    code = "def answer(event, data):\n    if 'poison' in data: return report(number(event, data, 'poison'))"
    streaming.map(code, BatchSize=3, MaximumRetryAttempts=2, **REPORTING, **failing_to(arn))
    told = streaming.message(url)
    assert streaming.calls() == [list("123"), ["4", "5", "poison"], *[["poison"]] * 3]
    assert told["requestContext"]["approximateInvokeCount"] == 3
    assert told["KinesisBatchInfo"]["startSequenceNumber"] == numbers[-1]
    assert told["KinesisBatchInfo"]["batchSize"] == 1


def test_reports_are_ignored_unless_they_are_asked_for(streaming: Streaming) -> None:
    streaming.put("1")
    streaming.map("def answer(event, data): return report(event['Records'][0]['kinesis']['sequenceNumber'])")
    streaming.put("2")
    streaming.sees(["2"])
    assert streaming.calls().count(["1"]) == 1


def test_a_timeout_is_a_failure(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    name = streaming.function("def answer(event, data): time.sleep(30)")
    streaming.functions.update_function_configuration(FunctionName=name, Timeout=1)
    streaming.put("1")
    streaming.functions.create_event_source_mapping(
        FunctionName=name,
        EventSourceArn=streaming.arn,
        StartingPosition="TRIM_HORIZON",
        MaximumRetryAttempts=0,
        **failing_to(arn),
    )
    assert streaming.message(url)["responseContext"]["functionError"] == "Unhandled"


def test_a_throttled_function_spends_no_attempt(streaming: Streaming) -> None:
    name = streaming.function()
    streaming.functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    mapping = streaming.functions.create_event_source_mapping(
        FunctionName=name, EventSourceArn=streaming.arn, StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=0
    )["UUID"]
    streaming.put("1")
    eventually(lambda: streaming.mapping(mapping)["LastProcessingResult"].startswith("PROBLEM"))
    streaming.functions.delete_function_concurrency(FunctionName=name)
    assert streaming.sees(["1"]) == ["1"]


def test_filters_let_only_matching_records_through(streaming: Streaming) -> None:
    pattern = json.dumps({"data": {"kind": ["quote"], "price": [{"numeric": [">", 10]}]}})
    streaming.map(FilterCriteria={"Filters": [{"Pattern": pattern}]})
    wanted = '{"kind": "quote", "price": 11.0}'
    streaming.put('{"kind": "trade", "price": 11}', "no JSON", '{"kind": "quote", "price": 9}', wanted)
    assert streaming.sees([wanted]) == [wanted]
    streaming.put("no JSON", wanted)
    eventually(lambda: len(streaming.seen()) == 2)


def test_lanes_run_side_by_side_and_keep_the_order_of_each_key(streaming: Streaming) -> None:
    keys = [f"key-{number}" for number in range(8)]
    data = [(f"{key}/{number}", key) for number in range(20) for key in keys]
    records = [{"Data": told.encode(), "PartitionKey": key} for told, key in data]
    streaming.kinesis.put_records(StreamName=streaming.name, Records=records)
    code = """
def answer(event, data):
    here = os.environ["NOTES"] + ".lanes"
    os.makedirs(here, exist_ok=True)
    open(os.path.join(here, data[0].replace("/", "-")), "w").close()
    while len(os.listdir(here)) < 2:  # nobody is done before another has begun
        time.sleep(0.01)
"""
    streaming.map(code, ParallelizationFactor=4, BatchSize=10)
    seen = streaming.sees(told for told, _ in data)
    assert len(seen) == len(data)
    for key in keys:
        assert [it for it in seen if it.startswith(f"{key}/")] == [f"{key}/{number}" for number in range(20)]


def test_a_tumbling_window_carries_its_state_and_closes(streaming: Streaming) -> None:
    code = """
def answer(event, data):
    return {"state": {"sum": event["state"].get("sum", 0) + sum(int(it) for it in data)}}
"""
    streaming.map(code, BatchSize=1, TumblingWindowInSeconds=2)
    streaming.put("1", "2", "3")
    streaming.sees("123")
    eventually(lambda: sum(it["state"]["sum"] for it in closings(streaming)) == 6)
    events, closing = [note["event"] for note in streaming.notes()], closings(streaming)
    assert all(it["Records"] == [] and not it["isWindowTerminatedEarly"] for it in closing)
    assert {it["shardId"] for it in events} == {"shardId-000000000000"}
    assert events[0]["state"] == {}


def closings(streaming: Streaming) -> list[dict[str, Any]]:
    events = [note["event"] for note in streaming.notes()]
    return [it for it in events if it["isFinalInvokeForWindow"]]


def test_a_window_without_a_state_in_the_answer_has_failed(streaming: Streaming) -> None:
    url, arn = streaming.queue()
    streaming.put("1")
    streaming.map(TumblingWindowInSeconds=2, MaximumRetryAttempts=0, **failing_to(arn))
    assert streaming.message(url)["responseContext"]["functionError"] is None


def test_a_custom_runtime_that_answers_nothing_has_succeeded(streaming: Streaming) -> None:
    bootstrap = """#!/bin/sh
set -euo pipefail
while true; do
  headers=$(mktemp)
  curl -sS -o /dev/null -D "$headers" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" || exit
  id=$(grep -i lambda-runtime-aws-request-id "$headers" | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" -d '' || exit
done
"""
    name = streaming.custom_runtime(bootstrap)
    mapping = streaming.functions.create_event_source_mapping(
        FunctionName=name, EventSourceArn=streaming.arn, StartingPosition="TRIM_HORIZON"
    )["UUID"]
    streaming.put("1")
    eventually(lambda: streaming.mapping(mapping)["LastProcessingResult"] == "OK")


def test_metrics_reach_the_alarms(streaming: Streaming) -> None:
    watch = streaming.emulator.client("cloudwatch")
    watch.put_metric_alarm(
        AlarmName=streaming.name,
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": "FunctionName", "Value": streaming.name}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
    )
    streaming.put("1")
    streaming.map(THROWS, MaximumRetryAttempts=0)
    eventually(lambda: watch.describe_alarms(AlarmNames=[streaming.name])["MetricAlarms"][0]["StateValue"] == "ALARM")
    own = [{"Name": "FunctionName", "Value": streaming.name}]
    found = eventually(lambda: watch.list_metrics(Namespace="AWS/Lambda", Dimensions=own)["Metrics"])
    assert {"Invocations", "Errors", "Duration", "IteratorAge"} <= {it["MetricName"] for it in found}


def test_a_deleted_function_leaves_its_mapping(streaming: Streaming) -> None:
    mapping = streaming.map()
    streaming.functions.delete_function(FunctionName=streaming.name)
    assert streaming.mapping(mapping)["State"] == "Enabled"
    streaming.functions.delete_event_source_mapping(UUID=mapping)
    with pytest.raises(ClientError, match="does not exist"):
        streaming.mapping(mapping)
