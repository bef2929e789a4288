"""How failures are reported and what they mean for the rest of a run."""

from __future__ import annotations

import pytest

from lambdas.data_ingester.failures import blocks_the_rest, not_asked, out_of_time, reason
from lambdas.shared.errors import (
    KeyRejectedError,
    ProviderUnreachableError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
    QuoteUnreadableError,
)


@pytest.mark.parametrize(
    ("error", "word", "blocks"),
    [
        (QuoteThrottledError("m"), "throttled", True),
        (KeyRejectedError("m"), "rejected", True),
        (QuoteRejectedError("m"), "rejected", False),
        (ProviderUnreachableError("m"), "unreachable", False),
        (QuoteUnreadableError("m"), "unreadable", False),
    ],
)
def test_each_kind_has_its_word_and_its_reach(error: QuoteError, word: str, blocks: bool) -> None:
    assert reason(error) == f"{word}: m"
    assert blocks_the_rest(error) is blocks


def test_a_symbol_left_out_keeps_the_kind_of_what_stopped_the_run() -> None:
    assert reason(not_asked(QuoteThrottledError("quota"))) == "throttled: not asked any more after: quota"


def test_a_symbol_without_time_left_is_unreachable() -> None:
    assert reason(out_of_time()).startswith("unreachable: not asked")
