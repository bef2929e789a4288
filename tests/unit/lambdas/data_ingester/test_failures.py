"""How failures are reported and what they mean for the rest of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.data_ingester.failures import POLICIES, Policy, blocks_the_rest, not_asked, out_of_time, policy_of, reason
from lambdas.shared import errors
from lambdas.shared.errors import (
    BurstLimitError,
    KeyRejectedError,
    ProviderUnreachableError,
    QuotaUsedUpError,
    QuoteError,
    QuoteThrottledError,
    SymbolUnknownError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def kinds(of: type[QuoteError] = QuoteError) -> Iterator[type[QuoteError]]:
    """The class and all below it."""
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def test_every_kind_of_failure_has_a_policy_and_a_word_of_its_own() -> None:
    known = {kind for kind in kinds() if kind.__module__ == errors.__name__}
    assert set(POLICIES) == known
    assert len({policy.word for policy in POLICIES.values()}) == len(known)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (BurstLimitError, "burst_limit again all providers"),
        (QuotaUsedUpError, "quota_used_up all providers"),
        (QuoteThrottledError, "throttled all providers"),
        (KeyRejectedError, "key_rejected all providers"),
        (errors.PremiumOnlyError, "premium_only providers"),
        (SymbolUnknownError, "symbol_unknown"),
        (errors.QuoteRejectedError, "rejected"),
        (errors.ProviderTimeoutError, "timed_out providers"),
        (errors.ProviderFailedError, "server_error again providers"),
        (errors.AnswerCutShortError, "cut_short again providers"),
        (ProviderUnreachableError, "unreachable again providers"),
        (errors.AnswerNotJsonError, "not_json providers"),
        (errors.UnexpectedStatusError, "unexpected_status providers"),
        (errors.QuoteAgeUnknownError, "age_unknown providers"),
        (errors.QuoteUnreadableError, "unreadable providers"),
    ],
)
def test_each_kind_means_what_it_means(kind: type[QuoteError], words: str) -> None:
    word, *rest = words.split()
    assert policy_of(kind("m")) == Policy(word, "again" in rest, "all" in rest, "providers" in rest)
    assert reason(kind("m")) == f"{word}: m"
    assert blocks_the_rest(kind("m")) is ("all" in rest)


def test_a_kind_without_a_policy_has_that_of_what_it_is() -> None:
    class SpecialError(QuotaUsedUpError):
        """One that somebody adds below."""

    assert policy_of(SpecialError("m")).word == "quota_used_up"


def test_a_symbol_left_out_keeps_the_kind_of_what_stopped_the_run() -> None:
    assert reason(not_asked(QuoteThrottledError("quota"))) == "throttled: not asked any more after: quota"


def test_a_symbol_without_time_left_is_unreachable() -> None:
    assert reason(out_of_time()).startswith("unreachable: not asked")
