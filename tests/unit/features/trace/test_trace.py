"""One event through the pipeline, and the step where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.trace.find_event import FoundEvent, find_event
from finpulse_cli.features.trace.trace_steps import State, Step, stopped_at, trace_steps
from lambdas.shared.wire.event_json import encode_event
from tests.factories import anomaly, price_event
from tests.unit.features.trace.pipeline import CONSUMERS, Pipeline

if TYPE_CHECKING:
    from pathlib import Path

EVENT = price_event()
ANOMALY = anomaly(EVENT)


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    """A stack that nothing has gone through."""
    return Pipeline(tmp_path)


def no_lake(_sql: str) -> list[dict[str, Any]]:
    raise AssertionError("the lake costs, and was not needed")


def traced(pipeline: Pipeline) -> dict[str, Step]:
    found = find_event(EVENT.event_id, pipeline.source(), no_lake)
    return {step.name: step for step in trace_steps(found, pipeline.source())}


def test_one_that_went_all_the_way(pipeline: Pipeline) -> None:
    pipeline.put(price_event(seconds=1))
    pipeline.put(EVENT)
    pipeline.put(EVENT)
    pipeline.pass_by(*CONSUMERS, number=3)
    pipeline.store_price(EVENT)
    pipeline.store_candle(EVENT)
    pipeline.dynamo.add_anomaly(ANOMALY)
    pipeline.mail(ANOMALY)
    pipeline.archive(price_event(seconds=1))
    key = pipeline.archive(EVENT)

    steps = traced(pipeline)
    assert [(step.name, step.state) for step in steps.values()] == [
        (name, State.DONE) for name in ("stream", "price", "candle", "score", "alert", "lake")
    ]
    assert [record["sequence_number"] for record in steps["stream"].values["records"]] == ["2", "3"]
    assert "put 2 times" in steps["stream"].detail
    assert steps["candle"].values == {"candle_timestamp": "2026-11-20T17:00:00.000Z", "trades": 1}
    assert steps["score"].values["severity"] == "HIGH"
    assert steps["alert"].values["message_ids"] == ["mail-1"]
    assert steps["lake"].values["key"] == key
    assert stopped_at(list(steps.values())) is None


def test_one_that_nobody_has_come_to(pipeline: Pipeline) -> None:
    pipeline.put(EVENT)
    pipeline.pass_by(*CONSUMERS, number=0)
    steps = traced(pipeline)
    assert {name: step.state for name, step in steps.items()} == {
        "stream": State.DONE,
        "price": State.WAITING,
        "candle": State.WAITING,
        "score": State.WAITING,
        "alert": State.NOTHING_TO_DO,
        "lake": State.WAITING,
    }
    assert stopped_at(list(steps.values())) == "price"


def test_one_that_a_consumer_put_into_quarantine(pipeline: Pipeline) -> None:
    pipeline.put(EVENT)
    pipeline.pass_by(*CONSUMERS)
    pipeline.store_price(EVENT)
    pipeline.s3.keep(("1", EVENT.series, encode_event(EVENT)), consumer="aggregator")
    steps = traced(pipeline)
    assert steps["candle"].state is State.STOPPED
    assert "quarantined: is bad; see `finpulse quarantine show " in steps["candle"].detail
    assert stopped_at(list(steps.values())) == "candle"


def test_a_quote_of_the_same_moment_may_stand_instead(pipeline: Pipeline) -> None:
    pipeline.put(EVENT)
    pipeline.pass_by(*CONSUMERS)
    pipeline.store_price(EVENT, "f" * 32)
    price = traced(pipeline)["price"]
    assert (price.state, price.values["outranked_by"]) == (State.DONE, "f" * 32)


def test_a_candle_that_lost_it_is_a_stop(pipeline: Pipeline) -> None:
    pipeline.put(EVENT)
    pipeline.pass_by(*CONSUMERS)
    pipeline.store_candle(price_event("1"))
    assert traced(pipeline)["candle"].state is State.STOPPED


def test_an_alert_that_never_arrived_is_a_stop_and_a_silenced_one_is_none(pipeline: Pipeline) -> None:
    pipeline.put(EVENT)
    pipeline.pass_by(*CONSUMERS)
    pipeline.dynamo.add_anomaly(ANOMALY)
    assert traced(pipeline)["alert"].state is State.STOPPED

    pipeline.dynamo.tables["anomalies"][0]["alerted"] = False
    assert traced(pipeline)["alert"].state is State.NOTHING_TO_DO


def test_an_old_anomaly_is_known_by_its_row_and_its_price(pipeline: Pipeline) -> None:
    pipeline.dynamo.add_anomaly(ANOMALY)
    pipeline.store_price(EVENT)
    found = find_event(EVENT.event_id, pipeline.source(), no_lake)
    assert (found.found_in, found.series, found.places) == ("tables", EVENT.series, ())
    steps = {step.name: step.state for step in trace_steps(found, pipeline.source())}
    assert (steps["stream"], steps["price"], steps["candle"]) == (State.GONE, State.DONE, State.GONE)


def test_what_only_the_lake_knows_is_asked_of_it(pipeline: Pipeline) -> None:
    asked: list[str] = []

    def lake(sql: str) -> list[dict[str, Any]]:
        asked.append(sql)
        at = "2026-11-20T17:00:00.000Z"
        return [{"feed": "test.1", "symbol": "AAPL", "price": "1", "timestamp": at, "ingested_at": at}]

    key = pipeline.archive(EVENT)
    found = find_event(EVENT.event_id, pipeline.source(), lake)
    assert isinstance(found, FoundEvent)
    assert f"event_id = '{EVENT.event_id}'" in asked[0]
    lake_step = list(trace_steps(found, pipeline.source()))[-1]
    assert lake_step.values["key"] == key


def test_an_unknown_id(pipeline: Pipeline) -> None:
    with pytest.raises(FailedError, match=f"event {'0' * 32} is unknown"):
        find_event("0" * 32, pipeline.source(), lambda _sql: [])


def test_a_record_that_names_the_id_and_is_no_event(pipeline: Pipeline) -> None:
    pipeline.kinesis.put(f'{{"event_id":"{"0" * 32}"}}'.encode())
    with pytest.raises(FailedError, match="which is no event: schema is missing") as raised:
        find_event("0" * 32, pipeline.source(), no_lake)
    assert "finpulse quarantine show " in str(raised.value.next_action)
