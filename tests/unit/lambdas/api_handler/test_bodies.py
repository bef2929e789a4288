from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.api_handler.bodies import MAX_BYTES, read_sql
from lambdas.shared.errors import RequestError
from lambdas.shared.query.validate import MAX_LENGTH


def test_sql_is_read() -> None:
    assert read_sql(b'{"sql": "SELECT \xc3\xa9"}') == "SELECT \N{LATIN SMALL LETTER E WITH ACUTE}"


def test_the_longest_sql_that_is_allowed_fits() -> None:
    sql = "\N{LATIN SMALL LETTER E WITH ACUTE}" * MAX_LENGTH
    assert read_sql(json.dumps({"sql": sql}).encode()) == sql


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"SELECT 1",
        b"[]",
        b"null",
        b"{}",
        b'{"sql": null}',
        b'{"sql": ["SELECT 1"]}',
        b'{"sql": "SELECT 1", "limit": 5}',
        b'{"sql": "\xff"}',
        b'{"sql": "\\ud800"}',
        b"[" * 50_000,
    ],
)
def test_any_other_body_is_the_clients_mistake(body: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_sql(body)
    assert (caught.value.status, caught.value.code) == (400, "invalid_body")


def test_a_long_body_is_not_even_read() -> None:
    with pytest.raises(RequestError) as caught:
        read_sql(b" " * (MAX_BYTES + 1))
    assert caught.value.status == 413


@given(st.binary(max_size=200))
def test_no_body_breaks_it(body: bytes) -> None:
    with pytest.raises(RequestError):
        read_sql(body)
