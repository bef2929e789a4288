from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.api_handler.validators import etag_of, is_known
from tests.doubles.api_services import PRICE, ApiServices, price

TAG = etag_of("{}")


def test_the_tag_follows_the_body_and_is_strong() -> None:
    assert etag_of("{}") == TAG == '"44136fa355b3678a1146ad16f7e8649e"'
    assert etag_of("{} ") != TAG


@pytest.mark.parametrize(
    "field",
    [
        TAG,
        f"W/{TAG}",
        f'"a", {TAG}',
        f'{TAG},"a"',
        f' ,"a",W/"b"\t, W/{TAG} ,',
        "*",
        " * ",
        f'"", {TAG}',
        f'"a,b",{TAG}',
    ],
)
def test_fields_that_name_the_answer(field: str) -> None:
    assert is_known(TAG, field)


@pytest.mark.parametrize(
    "field",
    [
        "",
        ",",
        '"a"',
        TAG.strip('"'),
        TAG.upper(),
        f"w/{TAG}",
        f'"a" {TAG}',
        f"{TAG} x",
        f"x, {TAG}",
        f"{TAG}, *",
        '"*"',
        "**",
        f'"{TAG}',
    ],
)
def test_fields_that_do_not(field: str) -> None:
    assert not is_known(TAG, field)


@given(st.text(st.sampled_from('"W/ ,*a\t'), max_size=300))
def test_no_field_is_too_strange(field: str) -> None:
    assert is_known(TAG, field) == (field.strip(" \t") == "*")


def test_an_unchanged_answer_is_304_without_a_body() -> None:
    api = ApiServices(prices=[PRICE])
    first = api.get("/prices")
    again = api.get("/prices", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.raw["body"]) == (304, "")
    assert again.headers == {"etag": first.headers["etag"], "cache-control": "no-cache"}


def test_a_changed_answer_comes_whole() -> None:
    first = ApiServices(prices=[PRICE]).get("/prices")
    changed = ApiServices(prices=[price("AAPL", PRICE.timestamp, "1")])
    again = changed.get("/prices", headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 200
    assert again.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(("path", "status"), [("/prices/NOPE", 404), ("/prices/nope", 400), ("/nothing", 404)])
def test_an_error_is_never_304(path: str, status: int) -> None:
    assert ApiServices().get(path, headers={"if-none-match": "*"}).status == status
