"""The keys of counters: `scope`, and `bucket` within it; and how counts by number are read.

| scope | bucket | counts |
| --- | --- | --- |
| a feed | `events#2026-11-20T14#AAPL` | events of an hour, by minute |
| a feed | `anomalies#2026-11-20T14#AAPL` | anomalies of an hour |
| `feeds` | `flash-crash.k3f9q2#2026-11-20#AAPL` | events of a day, by hour |
| `requests` | `2026-11-20#alpha_vantage` | requests to a provider on a day in New York |
| `requests` | `2026-11-20T14:31#alpha_vantage` | of those, the ones of a minute, where a plan limits them |
| `requests` | `turn` | whose turn it is to be asked for |
| `requests` | `closing#2026-11-20` | the closing quotes of a session that were put |

All feeds have their days in one partition, so that one query lists them. What data_ingester counts lies in a partition
of its own, the only one that it may touch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from datetime import date, datetime

FEEDS = "feeds"  # a feed is called live or has a dot in its name
REQUESTS = "requests"
TURN = "turn"
EVENTS = "events"
ANOMALIES = "anomalies"
_HOUR_LENGTH = len("2026-11-20T14")
_MINUTE_LENGTH = len("2026-11-20T14:31")
END = "~"  # behind all that a symbol may be made of


def hour_bucket(kind: str, hour: datetime, symbol: str) -> str:
    """Return the bucket of one hour of a symbol."""
    return f"{hour_prefix(kind, hour)}{symbol}"


def hour_prefix(kind: str, hour: datetime) -> str:
    """Return what the buckets of one hour begin with, whatever their symbol."""
    return f"{kind}#{format_timestamp(hour)[:_HOUR_LENGTH]}#"


def day_bucket(feed: str, day: date, symbol: str) -> str:
    """Return the bucket of one day of a symbol in a feed."""
    return f"{feed}#{day.isoformat()}#{symbol}"


def request_prefix(day: date) -> str:
    """Return what the buckets of one day's requests begin with, whichever the provider; those of minutes do not."""
    return f"{day.isoformat()}#"


def request_bucket(day: date, provider: str) -> str:
    """Return the bucket of a provider's requests on a day."""
    return f"{request_prefix(day)}{provider}"


def request_minute_bucket(minute: datetime, provider: str) -> str:
    """Return the bucket of a provider's requests in a minute."""
    return f"{format_timestamp(minute)[:_MINUTE_LENGTH]}#{provider}"


def closing_bucket(session: date) -> str:
    """Return the bucket of a session's closing quotes."""
    return f"closing#{session.isoformat()}"


def counts_of(text: str) -> dict[int, int]:
    """Return the counts in a text like `00:2 59:1`, by their numbers."""
    pairs = (entry.partition(":") for entry in text.split())
    return {int(number): int(count) for number, _, count in pairs}
