"""The parsers on replies recorded from the real provider.

They are not part of this repository. FINPULSE_REFERENCE_REPLIES names a folder of them whose file names begin with
`error__`, `global_quote` or `realtime_bulk_quotes`; without it these tests are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lambdas.shared.adapters.alpha_vantage.bulk_quotes import parse_bulk_quotes
from lambdas.shared.adapters.alpha_vantage.envelope import require_answer
from lambdas.shared.adapters.alpha_vantage.global_quote import parse_global_quote
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.errors import QuoteRejectedError, QuoteThrottledError, QuoteUnreadableError

FOLDER = os.environ.get("FINPULSE_REFERENCE_REPLIES")
THROTTLES = ("note", "burst", "daily_cap", "25day")


def replies(prefix: str) -> list[Any]:
    """The reference replies of one kind; one skipped case if there are none."""
    files = sorted(Path(FOLDER).glob(f"{prefix}*.json")) if FOLDER else []
    if not files:
        return [pytest.param(None, marks=pytest.mark.skip(reason="FINPULSE_REFERENCE_REPLIES holds no such replies"))]
    return [pytest.param(file, id=file.stem) for file in files]


@pytest.mark.parametrize("file", replies("error__"))
def test_every_error_reply_is_throttled_or_rejected(file: Path) -> None:
    throttled = any(word in file.stem for word in THROTTLES)
    body = json_object(file.read_bytes())
    with pytest.raises(QuoteThrottledError if throttled else QuoteRejectedError):
        parse_global_quote(body, "MSFT")
    with pytest.raises(QuoteThrottledError if throttled else QuoteRejectedError):
        parse_bulk_quotes(body, ["MSFT"])


@pytest.mark.parametrize("file", replies("global_quote"))
def test_every_global_quote_is_a_quote_or_an_unknown_symbol(file: Path) -> None:
    body = json_object(file.read_bytes())
    (members,) = body.values()
    assert isinstance(members, dict)
    if not members:
        with pytest.raises(QuoteRejectedError):
            parse_global_quote(body, "MSFT")
        return
    quote = parse_global_quote(body, members["01. symbol"])
    assert quote.price > 0
    assert quote.change_percent is not None


@pytest.mark.parametrize("file", replies("realtime_bulk_quotes"))
def test_every_row_of_a_bulk_reply_is_a_quote(file: Path) -> None:
    body = json_object(file.read_bytes())
    rows: Any = body["data"]
    answer = parse_bulk_quotes(body, [row["symbol"] for row in rows])
    assert answer.failures == {}
    assert len(answer.quotes) == len(rows)
    for row in rows:
        quote = answer.quotes[row["symbol"]]
        assert str(quote.price) == str(row.get("extended_hours_quote") or row["close"]).removesuffix(".0")
        assert quote.timestamp is not None
        assert quote.change_percent is not None


@pytest.mark.parametrize("file", replies("time_series_intraday"))
def test_a_time_series_is_no_error_but_no_quote_either(file: Path) -> None:
    body = json_object(file.read_bytes())
    require_answer(body)
    with pytest.raises(QuoteUnreadableError):
        parse_global_quote(body, "MSFT")
