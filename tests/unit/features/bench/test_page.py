"""The messages that rain on the page, and the figures made of what it notes."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from jsonschema import Draft202012Validator

from finpulse_cli.features.bench.page import figures, update
from tests.factories import NOON

DOCUMENT = json.loads((Path(__file__).resolve().parents[4] / "docs" / "openapi.json").read_text(encoding="utf-8"))


def test_an_update_is_one_that_the_push_api_might_send() -> None:
    schema = {"$ref": "#/components/schemas/PushUpdate", "components": DOCUMENT["components"]}

    Draft202012Validator(schema).validate(update("AAPL", 7, NOON))


def test_every_update_is_news() -> None:
    messages = [json.dumps(update("AAPL", number, NOON + timedelta(milliseconds=number))) for number in range(100)]

    assert len(set(messages)) == 100
    prices = [json.loads(message)["prices"][0]["price"] for message in messages]
    assert all(one != other for one, other in pairwise(prices))


def test_figures_are_of_what_the_page_noted() -> None:
    seen = {
        "frames": [16.0, 16.0, 32.0],
        "tasks": [61.0, 50.0],
        "shift": 0,
        "keys": [24],
        "heapBefore": 5_000_000,
        "heapAfter": 6_500_000,
        "paint": 312.4,
    }

    made = figures(seen, 10.04, 500)

    assert (made.frames_per_second, made.longest_frame_ms) == (46.9, 32.0)
    assert (made.long_tasks, made.longest_task_ms, made.slowest_key_ms) == (2, 61.0, 24)
    assert (made.heap_mb_before, made.heap_mb_after, made.first_paint_ms, made.seconds) == (5.0, 6.5, 312.4, 10.0)


def test_a_page_that_noted_nothing_has_figures_too() -> None:
    seen = {"frames": [], "tasks": [], "shift": 0, "keys": [], "heapBefore": 1, "heapAfter": 1, "paint": None}

    assert figures(seen, 1.0, 0).frames_per_second == 0.0
