"""Lines as rows of texts."""

from __future__ import annotations

import pytest

from finpulse_cli.standins.athena.rows import MOST_LINE, table_text


def rows(data: bytes) -> list[str]:
    return table_text(data, ["id", "price"]).decode().splitlines()


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (b'{"id":"1","price":1.50}', "1\t1.50"),
        (b'{"price":-1e-7,"more":{"a":1},"id":null}', "\\N\t-1e-7"),
        (b'  {"ID":"1","Price":12345678901234567890.0123456789}  ', "1\t12345678901234567890.0123456789"),
        (b'["1",2,3]', "1\t2"),
        (b'["1"]', "1\t\\N"),
        (b'{"id":true,"price":false}', "true\tfalse"),
        (b'{"id":{"a":[1,1.50,"x",null]},"price":1}', '"{""a"":[1,1.50,""x"",null]}"\t"1"'),
        (b'{"id":"a\\tb\\"c\\\\N"}', '"a\tb""c\\N"\t\\N'),
        (b'{"id":""}', "\t\\N"),
        (b'{"id":"\\ud800"}', '"?"\t\\N'),
    ],
)
def test_each_member_is_its_own_text(line: bytes, row: str) -> None:
    assert rows(line) == [row]


@pytest.mark.parametrize(
    "line",
    [b"not json", b'{"id":"1"', b'"text"', b"5", b"null", b" ", b'{"id":' + b"[" * 99_999, b"\xff{}", b'{"id":"\xff"}'],
)
def test_a_line_that_is_no_object_is_nulls_and_costs_no_neighbour(line: bytes) -> None:
    assert rows(b'{"id":"1"}\n' + line + b'\n{"id":"2"}\n') == ["1\t\\N", "\\N\t\\N", "2\t\\N"]


def test_a_line_that_is_too_long_is_nulls() -> None:
    assert rows(b'{"id":"' + b"x" * MOST_LINE + b'"}') == ["\\N\t\\N"]


def test_two_events_on_a_line_are_two_rows_and_none_is_none() -> None:
    assert rows(b'{"id":"1"}{"id":"2"}\n') == ["1\t\\N", "2\t\\N"]
    assert rows(b"") == []


def test_a_damaged_gzip_object_is_one_row_of_nulls() -> None:
    assert rows(b"\x1f\x8bdamaged") == ["\\N\t\\N"]
