"""How Alpha Vantage words a refusal. All of them come with HTTP status 200."""

from __future__ import annotations

_PREMIUM = "https://www.alphavantage.co/premium/"
_THANKS = "Thank you for using Alpha Vantage!"

Refusal = dict[str, object]


def note(per_minute: int = 5, per_day: int = 500) -> Refusal:
    """Refuse by the throttle of the minute."""
    return {
        "Note": f"{_THANKS} Our standard API call frequency is {per_minute} calls per minute and {per_day} calls per "
        f"day. Please visit {_PREMIUM} if you would like to target a higher API call frequency."
    }


def daily_cap(key: str, per_day: int = 25) -> Refusal:
    """Refuse by the quota of the day. It echoes the caller's key, as the real one does."""
    return {
        "Information": f"We have detected your API key as {key} and our standard API rate limit is {per_day} requests "
        "per day. Please subscribe to any of the premium plans at "
        f"{_PREMIUM} to instantly remove all daily rate limits."
    }


def burst(per_second: int = 1) -> Refusal:
    """Refuse more than one request within a second."""
    return {
        "Information": f"{_THANKS} Please consider spreading out your free API requests more sparingly "
        f"({per_second} request{'s'[: per_second != 1]} per second) to avoid hitting our API rate limit. "
        f"Or subscribe to our premium plans at {_PREMIUM} to instantaneously "
        "remove all daily rate limits and lift the free key rate limit (25 requests per day) as well."
    }


def premium() -> Refusal:
    """Refuse an endpoint the key's plan does not include."""
    return {
        "Information": f"{_THANKS} This is a premium endpoint. You may subscribe to any of the premium plans at "
        f"{_PREMIUM} to instantly unlock all premium endpoints"
    }


def missing_key() -> Refusal:
    """Refuse a call without a key, or with one that is not valid."""
    return {
        "Error Message": "the parameter apikey is invalid or missing. Please claim your free API key on "
        "(https://www.alphavantage.co/support/#api-key). It should take less than 20 seconds."
    }


def invalid_call(function: str) -> Refusal:
    """Refuse a call with an unknown function, a missing parameter or (for a time series) an unknown symbol."""
    return {
        "Error Message": "Invalid API call. Please retry or visit the documentation "
        f"(https://www.alphavantage.co/documentation/) for {function}."
    }
