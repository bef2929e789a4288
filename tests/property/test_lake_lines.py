"""Events read from the lake are those put there, whatever form an object has."""

from __future__ import annotations

import gzip
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.standins.athena.lines import event_lines
from finpulse_cli.standins.athena.rows import table_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(['}{"', "}{", "{", "\\", "!{"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
EVENTS = st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=8)
DELIMITERS = st.sampled_from(["", "\n", "\r\n", " ", "\t", " \n"])


@given(events=EVENTS, data=st.data(), packed=st.booleans(), ascii_only=st.booleans())
def test_any_events_in_any_form_come_out_equal(
    events: list[dict[str, Any]], data: st.DataObject, packed: bool, ascii_only: bool
) -> None:
    texts = [json.dumps(event, ensure_ascii=ascii_only) for event in events]
    body = "".join(text + data.draw(DELIMITERS) for text in texts).encode("utf-8", "surrogatepass")
    stored = gzip.compress(body) if packed else body
    assert [json.loads(line) for line in event_lines(stored)] == events


@given(st.lists(st.binary().filter(lambda line: not set(line) & set(b"\r\n{}"))))
def test_any_line_is_a_row_and_costs_no_neighbour(lines: list[bytes]) -> None:
    data = b"".join(b'{"id":"e"}\n' + line + b"\n" for line in lines)
    assert table_text(data, ["id"]) == b"e\n\\N\n" * len(lines)
