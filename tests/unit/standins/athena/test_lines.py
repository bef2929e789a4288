"""Events in objects as AWS, MiniStack and LocalStack write them; tests/property/test_lake_lines.py has any."""

from __future__ import annotations

import gzip

import pytest

from finpulse_cli.standins.athena.lines import event_lines

NUMBER = b'{"price":231.42000000000000000001}'


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a\nb\n", [b"a", b"b"]),
        (b'{"a":1}\n{"a":2}', [b'{"a":1}', b'{"a":2}']),
        (gzip.compress(b'{"a":1}\n', mtime=0) + gzip.compress(b'{"a":2}', mtime=0), [b'{"a":1}', b'{"a":2}']),
        (b'{"a":1}{"a":2}  {"a":3}\r\n', [b'{"a":1}', b'{"a":2}', b'{"a":3}']),
        (NUMBER * 3, [NUMBER] * 3),
        (b'{"a":"}{"}', [b'{"a":"}{"}']),
        ('{"a":"€}{"}{"b":{}}'.encode(), ['{"a":"€}{"}'.encode(), b'{"b":{}}']),
    ],
)
def test_each_is_a_line(data: bytes, lines: list[bytes]) -> None:
    assert event_lines(data) == lines


@pytest.mark.parametrize(
    "line",
    [
        b'not json{"a":1}{"a":2}',
        b'[1]{"a":1}{"a":2}',
        b'\xff{"a":1}{"a":2}',
        b'{"a":1}{"a":' + b"[" * 100_000,
    ],
)
def test_a_damaged_line_stays_one(line: bytes) -> None:
    assert event_lines(line) == [line]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b'{"a":1}{"a":2}rest', [b'{"a":1}', b'{"a":2}', b"rest"]),
        (b'{"a":1}{"a"', [b'{"a":1}', b'{"a"']),
        (
            b'no{"schema":1}nonsense{"{"schema":2} {"schema":3}',
            [b"no", b'{"schema":1}', b'nonsense{"', b'{"schema":2}', b'{"schema":3}'],
        ),
        (b'{"a":{"b":1} {"schema":2}', [b'{"a":{"b":1} ', b'{"schema":2}']),
    ],
)
def test_nonsense_among_events_costs_none_of_them(data: bytes, lines: list[bytes]) -> None:
    assert event_lines(data) == lines


def test_an_object_of_localemu_is_read_event_by_event() -> None:
    """Its Firehose writes a poll of the stream as one object, and forgets the delimiter."""
    event = b'{"schema":2,"event_id":"68aa2127e0e24d9cb33078f1ffbabb3d","symbol":"AAPL","source":"alpha_vantage"}'
    events = [event.replace(b"AAPL", b"S%d" % number) for number in range(76)]

    assert event_lines(b"".join(events)) == events


def test_a_damaged_gzip_object_is_one_thing_that_is_no_event() -> None:
    cut = gzip.compress(b'{"a":1}\n', mtime=0)[:-9]
    assert event_lines(cut) == [cut]
