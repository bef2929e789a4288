"""Replies that are given word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.standins.provider.conduct import Conduct, cut, parse_replies
from finpulse_cli.standins.provider.provider_answer import Answer

if TYPE_CHECKING:
    from pathlib import Path


def test_a_reply_is_for_a_symbol_or_for_all(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other=2.json"
    one.write_bytes(b'{"a": 1}')
    other.write_bytes(b"\xff")
    replies = parse_replies([f"tsla={one}", f"*={other}"])
    conduct = Conduct(replies=replies)
    assert conduct.reply_to(["AAPL", "TSLA"]) == Answer(200, b'{"a": 1}')
    assert conduct.reply_to(["AAPL"]) == Answer(200, b"\xff")
    assert parse_replies([str(one)]).keys() == {"*"}


def test_without_replies_nothing_is_said() -> None:
    assert Conduct().reply_to(["AAPL"]) is None


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(UsageError, match=r"nonesuch\.json cannot be read"):
        parse_replies(["TSLA=nonesuch.json"])


def test_the_half_of_an_answer_has_its_status() -> None:
    assert cut(Answer(200, "abcd")) == Answer(200, "ab")
