"""Bytes to a JSON object."""

from __future__ import annotations

import pytest

from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.errors import AnswerCutShortError, AnswerNotJsonError


def test_numbers_keep_their_text() -> None:
    assert json_object(b'{"a": 1.10, "b": 2, "c": NaN, "d": "3.0"}') == {"a": "1.10", "b": "2", "c": "NaN", "d": "3.0"}


@pytest.mark.parametrize(
    "data", [b"", b" \n", b'{"a": ', b'{"a": "b', b"{"], ids=["empty", "blank", "value", "text", "begun"]
)
def test_the_beginning_of_an_object_is_cut_short(data: bytes) -> None:
    with pytest.raises(AnswerCutShortError, match="ended before its end"):
        json_object(data)


@pytest.mark.parametrize(
    "data",
    [b"<html>", b"[1]", b"null", b'"text"', b"{a}", b"\xff\xfe\xfa", b"[" * 200_000, b"symbol,price\nAAPL,1"],
    ids=["html", "list", "null", "text", "no json", "binary", "deep", "csv"],
)
def test_anything_else_is_no_json_object(data: bytes) -> None:
    with pytest.raises(AnswerNotJsonError, match="not a JSON object"):
        json_object(data)
