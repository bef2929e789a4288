"""Whatever a reply file holds, a user sees an error that names the file, or a fixture that can be replayed."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.core.errors import FailedError
from finpulse_cli.fixtures.load import load
from tests.unit.fixtures.replies import BAR, bulk, bulk_row, crypto, fx, global_quote, intraday

if TYPE_CHECKING:
    from pathlib import Path

scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
numbers = st.one_of(st.text(max_size=30), st.floats().map(str), st.decimals().map(str), anything)
stamps = st.one_of(st.text(max_size=25), st.datetimes().map(str))
bars = st.fixed_dictionaries(dict.fromkeys(BAR, numbers)) | st.just(BAR) | anything
replies = st.one_of(
    anything,
    st.builds(
        intraday, st.dictionaries(stamps, bars, max_size=3), symbol=st.text(max_size=20), zone=st.text(max_size=20)
    ),
    st.builds(intraday, st.dictionaries(stamps, st.just(BAR), max_size=3), interval=st.text(max_size=6)),
    st.builds(lambda row: bulk(bulk_row() | row), st.dictionaries(st.sampled_from(list(bulk_row())), numbers)),
    st.builds(lambda quote: {"Global Quote": quote}, anything),
    st.just(global_quote()),
    st.builds(fx, st.dictionaries(stamps, bars, max_size=3)),
    st.builds(crypto, st.dictionaries(stamps, bars, max_size=3)),
)
cells = st.one_of(
    st.text(max_size=12), st.floats().map(str), st.datetimes().map(str), st.sampled_from(["10", "9", "12"])
)
sheets = st.builds(
    lambda columns, rows: "\n".join([columns, *(",".join(row) for row in rows)]),
    st.sampled_from(
        ["timestamp,open,high,low,close,volume", "timestamp,open,high,low,close", "symbol,price,latestDay"]
    ),
    st.lists(st.lists(cells, min_size=3, max_size=6), max_size=3),
)


@pytest.fixture(scope="module")
def reply_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write replies into, again and again."""
    return tmp_path_factory.mktemp("edge") / "reply.json"


@given(reply=replies)
def test_any_reply_is_read_or_refused_by_name(reply_file: Path, reply: object) -> None:
    reply_file.write_text(json.dumps(reply))
    _is_read_or_refused_by_name(reply_file)


@given(sheet=sheets)
def test_any_sheet_is_read_or_refused_by_name(reply_file: Path, sheet: str) -> None:
    file = reply_file.with_name("AAPL.csv")
    file.write_text(sheet)
    _is_read_or_refused_by_name(file)


def _is_read_or_refused_by_name(reply_file: Path) -> None:
    with contextlib.suppress(FailedError):
        fixture = load(reply_file)
        assert fixture.symbols
        return
    with pytest.raises(FailedError, match=reply_file.name) as caught:
        load(reply_file)
    assert caught.value.next_action


@given(content=st.binary(max_size=200))
def test_any_bytes_are_refused_by_name(reply_file: Path, content: bytes) -> None:
    reply_file.write_bytes(content)
    with pytest.raises(FailedError, match=r"reply\.json"):
        load(reply_file)
