"""The key leaves no trace in a text."""

from __future__ import annotations

import pytest

from lambdas.shared.adapters.provider.redact import TEXT_LIMIT, redacted

KEY = "Q7W8/9R1+T2Y3U4I5"


@pytest.mark.parametrize(
    "spelling",
    [KEY, KEY.lower(), "Q7W8%2F9R1%2BT2Y3U4I5", "q7w8%2f9r1%2bt2y3u4i5"],
    ids=["as is", "lower", "url", "url lower"],
)
def test_every_spelling_is_masked(spelling: str) -> None:
    assert redacted(f"refused {spelling}!", KEY) == "refused [key]!"


def test_an_echoed_key_is_masked_even_if_it_is_another_one() -> None:
    assert (
        redacted("We have detected your API key as OTHERKEY123 and", KEY)
        == "We have detected your API key as [key] and"
    )


def test_a_key_at_the_cut_does_not_stay_in_half() -> None:
    text = redacted("x" * (TEXT_LIMIT - 5) + KEY, KEY)
    assert text == "x" * (TEXT_LIMIT - 5) + "[key]"


def test_long_texts_are_cut() -> None:
    assert len(redacted("x" * 5000, KEY)) == TEXT_LIMIT
