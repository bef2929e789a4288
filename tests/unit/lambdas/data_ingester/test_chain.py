"""Which failures the next provider makes good."""

from __future__ import annotations

import pytest

from lambdas.data_ingester.asking import Asking
from lambdas.data_ingester.chain import Link, ProviderChain
from lambdas.data_ingester.failures import POLICIES, policy_of, reason
from lambdas.shared.domain.event import Source
from lambdas.shared.errors import (
    PremiumOnlyError,
    ProviderUnreachableError,
    QuotaUsedUpError,
    QuoteError,
    QuoteThrottledError,
    SymbolUnknownError,
)
from tests.doubles.scripted_source import ScriptedSource

OURS = (Source.ALPHA_VANTAGE, Source.FINNHUB)


def second(errors: list[QuoteError] | None = None, symbols_per_call: int = 1) -> ScriptedSource:
    return ScriptedSource(errors or [], source=Source.FINNHUB, symbols_per_call=symbols_per_call)


def chain(*sources: ScriptedSource, seconds: float = 30) -> ProviderChain:
    run = Asking(lambda: 0.0)
    run.begin(seconds)
    return ProviderChain([Link(name, source) for name, source in zip(OURS, sources, strict=False)], run)


def test_while_the_first_one_serves_the_second_is_left_alone() -> None:
    first, other = ScriptedSource(), second()
    answer = chain(first, other).ask(["AAPL"])
    assert [quote.source for quote in answer.quotes.values()] == ["alpha_vantage"]
    assert other.calls == []


@pytest.mark.parametrize("kind", POLICIES)
def test_it_falls_over_where_the_provider_is_the_matter_and_not_where_the_symbol_is(kind: type[QuoteError]) -> None:
    first, other = ScriptedSource([kind("m")]), second()
    answer = chain(first, other).ask(["AAPL"])
    if POLICIES[kind].is_the_providers:
        assert [quote.source for quote in answer.quotes.values()] == ["finnhub"]
        assert answer.failures == {}
    else:
        assert [policy_of(error) for error in answer.failures.values()] == [POLICIES[kind]]
        assert other.calls == []


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (QuotaUsedUpError("spent"), 1),
        (QuoteThrottledError("slow down"), 1),
        (ProviderUnreachableError("away"), 1),
        (PremiumOnlyError("another plan"), 2),
        (SymbolUnknownError("what?"), 2),
    ],
)
def test_whoever_can_serve_nobody_is_not_asked_again_in_the_run(error: QuoteError, calls: int) -> None:
    first = ScriptedSource([error])
    asked = chain(first, second())
    asked.ask(["AAPL"])
    asked.ask(["MSFT"])
    assert len(first.calls) == calls


def test_only_what_is_missing_goes_to_the_second_one() -> None:
    first = ScriptedSource(bad={"BAD": PremiumOnlyError("m"), "NOPE": SymbolUnknownError("m")}, symbols_per_call=100)
    other = second()
    answer = chain(first, other).ask(["AAPL", "BAD", "NOPE"])
    assert {symbol: quote.source for symbol, quote in answer.quotes.items()} == {
        "AAPL": Source.ALPHA_VANTAGE,
        "BAD": Source.FINNHUB,
    }
    assert answer.failures.keys() == {"NOPE"}
    assert other.calls == [["BAD"]]


def test_a_page_is_split_for_a_provider_that_takes_less() -> None:
    first, other = ScriptedSource([QuotaUsedUpError("spent")], symbols_per_call=3), second()
    asked = chain(first, other)
    assert asked.symbols_per_call == 3
    assert asked.ask(["A", "B", "C"]).quotes.keys() == {"A", "B", "C"}
    assert other.calls == [["A"], ["B"], ["C"]]


def test_where_both_fail_a_symbol_the_report_has_the_second_s_word_and_both_texts() -> None:
    answer = chain(ScriptedSource([QuotaUsedUpError("spent")]), second([ProviderUnreachableError("away")])).ask(["A"])
    assert [reason(error) for error in answer.failures.values()] == ["unreachable: away; before that: spent"]


def test_an_outage_of_the_only_provider_does_not_keep_it_from_being_asked_for_the_next_symbol() -> None:
    only = ScriptedSource([ProviderUnreachableError("reset")])
    asked = chain(only)
    assert asked.ask(["AAPL"]).failures
    assert asked.ask(["MSFT"]).quotes


def test_a_quota_of_the_only_provider_is_the_end() -> None:
    only = ScriptedSource([QuotaUsedUpError("spent")])
    asked = chain(only)
    asked.ask(["AAPL"])
    assert [reason(error) for error in asked.ask(["MSFT"]).failures.values()] == [
        "quota_used_up: not asked any more after: spent"
    ]
    assert len(only.calls) == 1


def test_when_time_is_over_only_the_first_call_of_all_is_made() -> None:
    first, other = ScriptedSource([QuotaUsedUpError("spent")], symbols_per_call=2), second()
    answer = chain(first, other, seconds=0).ask(["A", "B"])
    assert (len(first.calls), other.calls) == (1, [])
    assert all("not asked" in str(error) for error in answer.failures.values())
