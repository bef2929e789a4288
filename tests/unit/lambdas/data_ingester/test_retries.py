"""Which failures are tried again, how long after, and how long at most."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.data_ingester.asking import Asking
from lambdas.data_ingester.failures import POLICIES
from lambdas.data_ingester.retries import TRIES, RetryingSource
from lambdas.shared.errors import AnswerCutShortError, ProviderFailedError, QuoteError, SymbolUnknownError
from tests.doubles.scripted_source import MOMENT, ScriptedSource


class Slept:
    """Time that passes by sleeping only."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> float:
        return sum(self.pauses)


def retrying(source: ScriptedSource, seconds: float = 30, seed: int = 1) -> tuple[RetryingSource, Slept, Asking]:
    time = Slept()
    run = Asking(time.now)
    run.begin(seconds)
    return RetryingSource("finnhub", source, run, Random(seed), time.pauses.append), time, run  # noqa: S311 - only spreads calls


def counted(run: Asking) -> dict[str, int]:
    return {line["Reason"]: line["FailedQuotes"] for line in run.metric_lines(MOMENT)}


def test_what_passes_by_itself_is_asked_again_after_growing_pauses() -> None:
    source = ScriptedSource([ProviderFailedError("500"), AnswerCutShortError("half")])
    asking, time, run = retrying(source)
    assert asking.ask(["AAPL"]).quotes.keys() == {"AAPL"}
    assert source.calls == [["AAPL"]] * 3
    first, second = time.pauses
    assert 1 <= first < 1.5
    assert 2 <= second < 3
    assert counted(run) == {"server_error": 1, "cut_short": 1}


@pytest.mark.parametrize("kind", POLICIES)
def test_each_kind_is_tried_again_if_its_policy_says_so(kind: type[QuoteError]) -> None:
    source = ScriptedSource([kind("m")] * 5)
    asking, _, run = retrying(source)
    with pytest.raises(kind, match="m"):
        asking.ask(["AAPL"])
    tries = TRIES if POLICIES[kind].comes_again else 1
    assert len(source.calls) == tries
    assert counted(run) == {POLICIES[kind].word: tries}


def test_a_symbol_that_an_answer_leaves_out_is_counted_and_not_asked_for_again() -> None:
    source = ScriptedSource(bad={"NOPE": SymbolUnknownError("m")}, symbols_per_call=2)
    asking, _, run = retrying(source)
    assert asking.ask(["AAPL", "NOPE"]).failures.keys() == {"NOPE"}
    assert len(source.calls) == 1
    assert counted(run) == {"symbol_unknown": 1}


@given(seconds=st.floats(0, 10), seed=st.integers())
def test_no_try_begins_after_the_run_s_time(seconds: float, seed: int) -> None:
    asking, time, run = retrying(ScriptedSource([ProviderFailedError("500")] * 5), seconds, seed)
    with pytest.raises(ProviderFailedError):
        asking.ask(["AAPL"])
    assert not time.pauses or run.seconds_left() > 0


def test_the_jitter_comes_from_the_random_source_that_it_is_given() -> None:
    pauses = []
    for seed in (1, 1, 2):
        asking, time, _ = retrying(ScriptedSource([ProviderFailedError("500")]), seed=seed)
        asking.ask(["AAPL"])
        pauses += time.pauses
    assert pauses[0] == pauses[1] != pauses[2]


def test_a_call_holds_as_many_symbols_as_the_source_takes() -> None:
    assert retrying(ScriptedSource(symbols_per_call=100))[0].symbols_per_call == 100
