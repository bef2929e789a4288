"""Error replies mean what they say; anything else passes."""

from __future__ import annotations

import pytest

from lambdas.shared.adapters.alpha_vantage.envelope import refusal, require_answer
from lambdas.shared.errors import (
    BurstLimitError,
    KeyRejectedError,
    PremiumOnlyError,
    QuotaUsedUpError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
)
from tests.unit.lambdas.data_ingester import replies

KEY = "Q7W8E9R1T2Y3U4I5"


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ({"Note": replies.PER_MINUTE}, QuoteThrottledError, "calls a minute"),
        ({"Information": replies.BURST}, BurstLimitError, "calls a second"),
        ({"Information": replies.DAILY_CAP.format(key=KEY)}, QuotaUsedUpError, "daily quota"),
        ({"Information": "Our standard API rate limit is 25 requests per day."}, QuotaUsedUpError, "daily quota"),
        ({"Note": "Come back later."}, QuoteThrottledError, "slow down: Come back later."),
        ({"Information": replies.PREMIUM}, PremiumOnlyError, "premium plan"),
        ({"Information": replies.DEMO_KEY}, KeyRejectedError, "another key"),
        ({"Information": "Closed for stocktaking."}, QuoteRejectedError, "refused the call: Closed for stocktaking."),
        ({"Error Message": replies.BAD_KEY}, KeyRejectedError, "does not accept the API key"),
        ({"Error Message": replies.BAD_CALL}, QuoteRejectedError, "refused the call: Invalid API call."),
    ],
)
def test_each_error_reply_raises_its_kind_in_clear_words(
    body: dict[str, object], kind: type[QuoteError], words: str
) -> None:
    with pytest.raises(QuoteError, match=words) as caught:
        require_answer(body)
    assert type(caught.value) is kind


def test_a_wording_that_echoes_the_key_is_replaced() -> None:
    assert KEY not in str(refusal("Information", replies.DAILY_CAP.format(key=KEY)))


def test_an_information_member_below_the_top_level_is_no_error() -> None:
    require_answer({"Meta Data": {"1. Information": "Intraday (1min) prices and volumes", "Note": "n"}})


def test_a_message_that_is_not_text_is_still_an_error() -> None:
    with pytest.raises(QuoteRejectedError):
        require_answer({"Information": ["slow down"]})
