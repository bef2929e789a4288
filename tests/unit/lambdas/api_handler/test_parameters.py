from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.api_handler.parameters import (
    ANY_FEED,
    FEED,
    HOURS,
    FeedName,
    Given,
    limit_of,
    read_parameters,
    require_symbol,
)
from lambdas.shared.errors import RequestError

DECLARED = (HOURS, limit_of(100))


def refusal(*query: tuple[str, str]) -> RequestError:
    with pytest.raises(RequestError) as caught:
        read_parameters(DECLARED, query)
    assert caught.value.status == 400
    return caught.value


def test_defaults_stand_where_nothing_is_given() -> None:
    assert read_parameters(DECLARED, []) == Given({"hours": 24, "limit": 100})
    assert read_parameters((limit_of(50),), []) == Given({"limit": 50})
    assert read_parameters((FEED,), []) == Given({}, "live")
    assert read_parameters((ANY_FEED,), []) == Given({}, None)


@pytest.mark.parametrize(("hours", "limit"), [(1, 1), (168, 500), (24, 100)])
def test_both_ends_of_a_range_are_allowed(hours: int, limit: int) -> None:
    given = read_parameters(DECLARED, [("limit", str(limit)), ("hours", str(hours))])
    assert given.numbers == {"hours": hours, "limit": limit}


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "169",
        "-1",
        "+5",
        " 5",
        "5 ",
        "05",
        "1.0",
        "1e1",
        "0x5",
        "1_0",
        "",
        "five",
        "\N{ARABIC-INDIC DIGIT FIVE}",
        "\N{FULLWIDTH DIGIT FIVE}",
        "5\n",
        "9" * 5000,
        "1,2",
    ],
)
def test_anything_but_a_whole_number_in_range_is_refused(text: str) -> None:
    error = refusal(("hours", text))
    assert error.code == "invalid_parameter"
    assert str(error) == "hours must be a whole number from 1 to 168"


def test_a_limit_beyond_500_is_refused() -> None:
    assert str(refusal(("limit", "501"))) == "limit must be a whole number from 1 to 500"


def test_a_repeated_parameter_is_refused_even_with_the_same_value() -> None:
    assert refusal(("limit", "5"), ("limit", "5")).code == "repeated_parameter"


@pytest.mark.parametrize("name", ["hour", "HOURS", "", "limit[]", "x" * 5000])
def test_a_strange_parameter_is_refused_with_what_the_route_takes(name: str) -> None:
    error = refusal((name, "1"))
    assert error.code == "unknown_parameter"
    assert str(error).endswith("this route takes hours and limit")
    assert len(str(error)) < 120


def test_a_route_without_parameters_says_so() -> None:
    with pytest.raises(RequestError, match="this route takes no parameter"):
        read_parameters((), [("limit", "1")])


@pytest.mark.parametrize("declared", [FEED, ANY_FEED])
@pytest.mark.parametrize("feed", ["live", "flash-crash.k3f9q2", "a.b_c.1"])
def test_a_feed_is_one_that_the_registry_may_list(declared: FeedName, feed: str) -> None:
    assert read_parameters((declared,), [("feed", feed)]).feed == feed


@pytest.mark.parametrize("feed", ["", "LIVE", "calm", "calm.", "a@b.1", "live\n", "x" * 500])
def test_what_is_no_feed_is_refused(feed: str) -> None:
    with pytest.raises(RequestError, match="feed must be live, or the feed of a replay") as caught:
        read_parameters((FEED,), [("feed", feed)])
    assert (caught.value.status, caught.value.code) == (400, "invalid_feed")


@given(st.text())
def test_only_numbers_within_the_range_ever_pass(text: str) -> None:
    try:
        number = HOURS.read(text)
    except RequestError:
        return
    assert str(number) == text
    assert 1 <= number <= 168


@pytest.mark.parametrize("symbol", ["A", "AAPL", "BRK.B", "RDS-A", "EURUSD=X", "0700.HK", "^GSPC", "A" * 16])
def test_well_formed_symbols_pass(symbol: str) -> None:
    assert require_symbol(symbol) == symbol


@pytest.mark.parametrize(
    "symbol",
    [
        "aapl",
        "",
        "A" * 17,
        "AAPL ",
        "AAPL\n",
        ".A",
        "AA/PL",
        "ÄAPL",
        "AAPL'",
        "%41",
        "..",
        "\N{CYRILLIC CAPITAL LETTER A}",
    ],
)
def test_malformed_symbols_are_refused(symbol: str) -> None:
    with pytest.raises(RequestError) as caught:
        require_symbol(symbol)
    assert (caught.value.status, caught.value.code) == (400, "invalid_symbol")
