"""Events read from the lake are those put there, whatever form an object has."""

from __future__ import annotations

import gzip
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.standins.athena.lines import event_lines, one_event_a_line

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
    assert [json.loads(line) for line in one_event_a_line(stored).splitlines()] == events


@given(st.binary())
def test_any_bytes_are_lines_of_which_none_is_lost(data: bytes) -> None:
    text = one_event_a_line(data)
    assert one_event_a_line(text) == text
    assert text.endswith(b"\n") or not data
