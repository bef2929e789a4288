"""What is computed once answers as before, and forgets what it must."""

from __future__ import annotations

import json
import time
from typing import Any

from finpulse_cli.targets.embedded.overlay.economy import ParsedOnce, TakenOver, expire_records, remembered


def test_an_answer_is_computed_once_a_text() -> None:
    asked: list[object] = []

    def ask(value: object) -> int:
        asked.append(value)
        return len(asked)

    known = remembered(ask, 8, 3)
    assert [known("abc"), known("abc"), known("d")] == [1, 1, 2]
    assert asked == ["abc", "d"]


def test_what_is_no_short_text_is_asked_for_every_time() -> None:
    asked: list[object] = []
    known = remembered(lambda value: asked.append(value), 8, 3)
    for value in ("long", ["a"], 1, None):
        known(value)
        known(value)
    assert len(asked) == 8


def test_a_text_with_another_second_argument_is_another_question() -> None:
    known = remembered(lambda text, slot: text + slot, 8, 9)
    assert known("a", "b") == "ab"
    assert known("a", "c") == "ac"


def test_a_body_is_parsed_once_and_another_one_again() -> None:
    parser, first, second = ParsedOnce(), b'{"a": 1}', b'{"a": 2}'
    assert parser.loads(first) is parser.loads(first)
    assert parser.loads(second) == {"a": 2}
    assert parser.loads(first) == {"a": 1}
    assert parser.dumps({}) == "{}"
    assert parser.JSONDecodeError is json.JSONDecodeError


def test_who_changes_a_body_is_given_what_was_parsed_and_nobody_after_him() -> None:
    parser, body = ParsedOnce(), b'{"a": 1}'
    read = parser.loads(body)
    taken = TakenOver(parser).loads(body)
    assert taken is read
    taken["a"] = 2
    assert parser.loads(body) == TakenOver(parser).loads(body) == {"a": 1}
    assert TakenOver(parser).dumps({}) == "{}"


def stream(*ages: float) -> dict[str, Any]:
    now = time.time()
    records = [{"ApproximateArrivalTimestamp": now - age} for age in ages]
    return {"RetentionPeriodHours": 24, "shards": {"one": {"records": records}}}


def test_records_of_the_last_24_hours_stay_in_the_same_list() -> None:
    kept = stream(3000, 20, 1)
    before = kept["shards"]["one"]["records"]
    expire_records(kept)
    assert kept["shards"]["one"]["records"] is before
    assert len(before) == 3


def test_older_records_go_from_a_new_list() -> None:
    kept = stream(100_000, 90_000, 80_000)
    before = kept["shards"]["one"]["records"]
    expire_records(kept)
    assert kept["shards"]["one"]["records"] == before[2:]
    assert len(before) == 3
