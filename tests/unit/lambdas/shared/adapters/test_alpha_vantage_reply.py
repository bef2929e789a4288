"""Bytes to a JSON object."""

from __future__ import annotations

import pytest

from lambdas.shared.adapters.alpha_vantage.reply import json_object
from lambdas.shared.errors import QuoteUnreadableError


def test_numbers_keep_their_text() -> None:
    assert json_object(b'{"a": 1.10, "b": 2, "c": NaN, "d": "3.0"}') == {"a": "1.10", "b": "2", "c": "NaN", "d": "3.0"}


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", b"[1]", b"null", b'"text"', b'{"a": ', b"\xff\xfe\xfa", b"[" * 200_000, b"symbol,price\nAAPL,1"],
    ids=["empty", "html", "list", "null", "text", "cut", "binary", "deep", "csv"],
)
def test_anything_else_is_unreadable(data: bytes) -> None:
    with pytest.raises(QuoteUnreadableError, match="not a JSON object"):
        json_object(data)
