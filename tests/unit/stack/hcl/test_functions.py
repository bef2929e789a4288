"""Terraform's functions as the project's files use them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from finpulse_cli.stack.hcl.functions import call, show


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("alltrue", [[True, False]], False),
        ("anytrue", [[True, False]], True),
        ("ceil", [Decimal("1.2")], 2),
        ("compact", [["a", None, ""]], ["a"]),
        ("concat", [["a"], {"b": "b"}], ["a", "b"]),
        ("contains", [{"a": "a"}, "a"], True),
        ("distinct", [["b", "a", "b"]], ["b", "a"]),
        ("flatten", [[["a"], ["b", ["c"]], "d"]], ["a", "b", "c", "d"]),
        ("floor", [Decimal("1.8")], 1),
        ("join", ["-", ["a", 1]], "a-1"),
        ("keys", [{"b": 1, "a": 2}], ["a", "b"]),
        ("length", [["a"]], 1),
        ("lookup", [{"a": 1}, "b", 2], 2),
        ("merge", [{"a": 1}, {"a": 2}], {"a": 2}),
        ("one", [[]], None),
        ("replace", ["http://x", "/^http/", "ws"], "ws://x"),
        ("replace", ["a_b", "_", "-"], "a-b"),
        ("slice", [["a", "b"], 0, 1], ["a"]),
        ("toset", [["b", "a", "b"]], {"a": "a", "b": "b"}),
        ("values", [{"b": 1, "a": 2}], [2, 1]),
    ],
)
def test_results(name: str, arguments: list[Any], value: object) -> None:
    assert call(name, arguments) == value


def test_values_inside_a_text() -> None:
    assert [show(value) for value in (True, Decimal("0.50"), 3, "x")] == ["true", "0.50", "3", "x"]
