"""Every error the Lambdas raise on purpose.

FinPulseError
├── RecordError                      one record cannot be an event: it is quarantined, the batch goes on
│   └── SessionUnknownError          it is about a day that the exchange's calendar does not cover
├── DependencyError                  a service did not do its part: the batch is returned and comes again
├── QuoteError                       the provider gave no usable quote for a symbol
│   ├── QuoteThrottledError          its limit on calls a minute
│   │   ├── BurstLimitError          its limit on calls a second
│   │   └── QuotaUsedUpError         the day's requests, by its count or by our budget
│   ├── QuoteRejectedError           a call that it does not take
│   │   ├── KeyRejectedError         the key itself
│   │   ├── PremiumOnlyError         what the key's plan does not include
│   │   └── SymbolUnknownError       a symbol that it does not know
│   └── QuoteUnreadableError         an answer in no known format
│       ├── QuoteAgeUnknownError     a delayed quote that does not say by how much
│       ├── AnswerNotJsonError       a page of HTML, for example
│       ├── UnexpectedStatusError    an HTTP status that quotes never come with
│       └── ProviderUnreachableError no complete answer
│           ├── ProviderTimeoutError it did not come in time
│           ├── ProviderFailedError  the provider's own error, an HTTP status from 500
│           └── AnswerCutShortError  it ended before its end
├── RequestError                     an API client asked for something that cannot be answered (4xx)
│   └── QueryRefusedError            SQL that is not one SELECT over the lake
└── SettingsError                    the environment lacks a setting or holds one that cannot be read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class FinPulseError(Exception):
    """Base of every error raised by this project's Lambdas."""


class RecordError(FinPulseError):
    """A record that can never become an event; `str(error)` is the reason written to quarantine."""


class SessionUnknownError(RecordError):
    """A day outside the exchange's calendar, of which nobody knows whether it is traded on."""


class DependencyError(FinPulseError):
    """A service refused or dropped part of a request after the client's own retries."""


class AlertRefusedError(DependencyError):
    """An alert that has certainly not gone out, at none of the client's attempts, so that anybody may send it now."""


class QuoteError(FinPulseError):
    """No usable quote for one symbol; never carries the API key."""


class QuoteThrottledError(QuoteError):
    """The provider's limit on calls a minute was reached, or it asked to slow down."""


class BurstLimitError(QuoteThrottledError):
    """The provider's limit on calls a second was reached: a moment later it answers again."""


class QuotaUsedUpError(QuoteThrottledError):
    """The requests of the day are used up, by the provider's count or by ours."""


class QuoteRejectedError(QuoteError):
    """The provider refused the call: key, symbol, endpoint or parameters."""


class KeyRejectedError(QuoteRejectedError):
    """The API key itself was refused, so no symbol can be quoted with it."""


class PremiumOnlyError(QuoteRejectedError):
    """The key's plan does not include what was asked for."""


class SymbolUnknownError(QuoteRejectedError):
    """The provider does not know the symbol."""


class QuoteUnreadableError(QuoteError):
    """The provider did not answer, or answered in an unknown format."""


class QuoteAgeUnknownError(QuoteUnreadableError):
    """A quote that is delayed and does not say by how much, so that it has no time."""


class AnswerNotJsonError(QuoteUnreadableError):
    """The answer is something else than a JSON object, such as a page of HTML."""


class UnexpectedStatusError(QuoteUnreadableError):
    """An HTTP status that quotes never come with: it may be another server than the provider's."""


class ProviderUnreachableError(QuoteUnreadableError):
    """No complete answer came; asking again later may well succeed."""


class ProviderTimeoutError(ProviderUnreachableError):
    """The answer did not come in time."""


class ProviderFailedError(ProviderUnreachableError):
    """The provider answered that it failed itself: HTTP status 500 and above."""


class AnswerCutShortError(ProviderUnreachableError):
    """The answer ended before its end."""


class RequestError(FinPulseError):
    """An API request that is answered with a 4xx status.

    `status` is the HTTP status, `code` a stable machine-readable word, `str(error)` the text for people, `headers`
    what the answer carries beside them.
    """

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


class QueryRefusedError(RequestError):
    """SQL that is never sent to Athena: not one SELECT, or about more than the lake's tables."""

    def __init__(self, message: str) -> None:
        super().__init__(400, "query_refused", message)


class SettingsError(FinPulseError):
    """A setting is missing from the environment or cannot be read."""
