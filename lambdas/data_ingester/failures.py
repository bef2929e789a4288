"""The meaning of a failure for the rest of the run, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.errors import (
    AnswerCutShortError,
    AnswerNotJsonError,
    BurstLimitError,
    KeyRejectedError,
    PremiumOnlyError,
    ProviderFailedError,
    ProviderTimeoutError,
    ProviderUnreachableError,
    QuotaUsedUpError,
    QuoteAgeUnknownError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
    QuoteUnreadableError,
    SymbolUnknownError,
    UnexpectedStatusError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Policy:
    """What a kind of failure means.

    `word` is its name in logs and metrics: scripts and alarms read it, so it stays as it is. `comes_again` says that
    the same call may work a moment later, `hits_all` that the provider fails every symbol alike, `is_the_providers`
    that another provider may well answer where this one did not.
    """

    word: str
    comes_again: bool = False
    hits_all: bool = False
    is_the_providers: bool = True


POLICIES: Mapping[type[QuoteError], Policy] = {
    BurstLimitError: Policy("burst_limit", comes_again=True, hits_all=True),
    QuotaUsedUpError: Policy("quota_used_up", hits_all=True),
    QuoteThrottledError: Policy("throttled", hits_all=True),
    KeyRejectedError: Policy("key_rejected", hits_all=True),
    PremiumOnlyError: Policy("premium_only"),
    SymbolUnknownError: Policy("symbol_unknown", is_the_providers=False),
    QuoteRejectedError: Policy("rejected", is_the_providers=False),
    ProviderTimeoutError: Policy("timed_out"),  # another wait would take the time of those that are not asked yet
    ProviderFailedError: Policy("server_error", comes_again=True),
    AnswerCutShortError: Policy("cut_short", comes_again=True),
    ProviderUnreachableError: Policy("unreachable", comes_again=True),
    AnswerNotJsonError: Policy("not_json"),
    UnexpectedStatusError: Policy("unexpected_status"),
    QuoteAgeUnknownError: Policy("age_unknown"),
    QuoteUnreadableError: Policy("unreadable"),
    QuoteError: Policy("failed"),
}


def policy_of(error: QuoteError) -> Policy:
    """Return the policy of the nearest class that has one."""
    return next(POLICIES[kind] for kind in type(error).__mro__ if kind in POLICIES)


def reason(error: QuoteError) -> str:
    """`quota_used_up: Alpha Vantage's daily quota is used up`: one stable word, then a text for people."""
    return f"{policy_of(error).word}: {error}"


def blocks_the_rest(error: QuoteError) -> bool:
    """Return whether asking for the next symbol is pointless: the limit or the key is everybody's."""
    return policy_of(error).hits_all


def not_asked(error: QuoteError) -> QuoteError:
    """Return the failure of a symbol that was left out because `error` met an earlier one."""
    return type(error)(f"not asked any more after: {error}")


def out_of_time() -> QuoteError:
    """Return the failure of a symbol that the run had no time left for."""
    return ProviderUnreachableError("not asked: the provider was too slow to leave time for it")
