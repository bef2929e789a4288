"""Every error the Lambdas raise on purpose.

FinPulseError
├── RecordError                      one record cannot be an event: it is quarantined, the batch goes on
│   └── SessionUnknownError          it is about a day that the exchange's calendar does not cover
├── DependencyError                  a service did not do its part: the batch is returned and comes again
├── QuoteError                       the provider gave no usable quote for a symbol
│   ├── QuoteThrottledError          its rate limit or daily quota
│   │   └── QuotaUsedUpError         our own count says so: it was not asked
│   ├── QuoteRejectedError           bad call, unknown symbol, premium endpoint
│   │   └── KeyRejectedError         the key itself
│   └── QuoteUnreadableError         an answer in no known format
│       └── ProviderUnreachableError no complete answer
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
    """The provider's rate limit or daily quota was reached."""


class QuotaUsedUpError(QuoteThrottledError):
    """The plan's requests of the minute or the day are all taken, so the provider was not asked."""


class QuoteRejectedError(QuoteError):
    """The provider refused the call: key, symbol, endpoint or parameters."""


class KeyRejectedError(QuoteRejectedError):
    """The API key itself was refused, so no symbol can be quoted with it."""


class QuoteUnreadableError(QuoteError):
    """The provider did not answer, or answered in an unknown format."""


class ProviderUnreachableError(QuoteUnreadableError):
    """No complete answer came; asking again later may well succeed."""


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
