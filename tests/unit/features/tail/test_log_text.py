from __future__ import annotations

import json

import pytest

from finpulse_cli.features.tail.log_text import is_frame, json_of, log_text
from lambdas.shared.log import batch_line
from tests.factories import NOON


def test_the_line_of_a_batch_is_its_facts_without_zeros() -> None:
    line = batch_line("aggregator", NOON, records=200, quarantined=1, anomalies=0, candles=40)
    assert log_text(json.dumps(line)).plain == "quarantined 1  records 200  candles 40"


def test_facts_of_other_kinds() -> None:
    line = {"function": "data_ingester", "minute": "2026", "failed": {"TSLA": "throttled"}, "put": 4, "left": {}}
    assert log_text(json.dumps(line)).plain == 'minute 2026  failed {"TSLA": "throttled"}  put 4'


def test_a_report_is_its_duration() -> None:
    report = (
        "REPORT RequestId: 8f\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB"
    )
    assert log_text(report).plain == "took 12.34 ms"


@pytest.mark.parametrize("message", ["plain words", "[1, 2]", "null", ""])
def test_everything_else_is_shown_as_it_is(message: str) -> None:
    assert log_text(message).plain == message
    assert json_of(message) is None


def test_lines_stay_lines_and_control_characters_are_shown() -> None:
    assert log_text("a\r\nb\tc\x1b[2J").plain == "a\\x0d\nb   c\\x1b[2J"


@pytest.mark.parametrize(
    "message",
    ["[ERROR] Runtime.X", "Traceback (most recent call last):", "KeyError: 'a'", "x Task timed out after 3.00"],
)
def test_failures_stand_out(message: str) -> None:
    assert any(span.style == "red" for span in log_text(message).spans)
    assert not log_text("fine").spans


def test_frames_are_lambdas_own_lines_around_an_invocation() -> None:
    assert is_frame("START RequestId: 8f Version: $LATEST")
    assert is_frame("END RequestId: 8f")
    assert not is_frame("REPORT RequestId: 8f\tDuration: 1 ms\t")
    assert not is_frame("STARTING")
