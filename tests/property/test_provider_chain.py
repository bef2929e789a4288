"""Whatever its providers do, a chain answers for every symbol once, and asks nobody in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lambdas.data_ingester.asking import Asking
from lambdas.data_ingester.chain import Link, ProviderChain
from lambdas.data_ingester.failures import POLICIES
from tests.doubles.scripted_source import ScriptedSource

if TYPE_CHECKING:
    from lambdas.shared.errors import QuoteError

SYMBOLS = [f"S{number}" for number in range(7)]
KINDS = [*POLICIES]


@st.composite
def providers(draw: st.DrawFn) -> ScriptedSource:
    """A source that fails whole calls and single symbols, each by any kind of error."""
    calls = draw(st.lists(st.none() | st.sampled_from(KINDS), max_size=8))
    bad = draw(st.dictionaries(st.sampled_from(SYMBOLS), st.sampled_from(KINDS), max_size=3))
    return ScriptedSource(
        [None if kind is None else kind("call") for kind in calls],
        bad={symbol: kind("symbol") for symbol, kind in bad.items()},
        symbols_per_call=draw(st.integers(1, 8)),
    )


@given(sources=st.lists(providers(), min_size=1, max_size=3), size=st.integers(1, 7), in_time=st.booleans())
def test_every_symbol_is_quoted_or_failed_once_and_no_call_is_in_vain(
    sources: list[ScriptedSource], size: int, in_time: bool
) -> None:
    run = Asking(lambda: 0.0)
    run.begin(1 if in_time else 0)
    chain = ProviderChain([Link(str(place), source) for place, source in enumerate(sources)], run)
    failed: dict[str, QuoteError] = {}
    for start in range(0, len(SYMBOLS), size):
        page = SYMBOLS[start : start + size]
        answer = chain.ask(page)
        assert sorted([*answer.quotes, *answer.failures]) == page
        failed |= answer.failures
    for source in sources:
        assert all(len(call) <= source.symbols_per_call for call in source.calls)
        asked = [symbol for call in source.calls for symbol in call]
        assert len(asked) == len(set(asked))  # tries are not the chain's
    if in_time:
        for symbol, error in failed.items():
            assert not POLICIES[type(error)].is_the_providers or _asked_or_given_up(symbol, sources, run)
    elif len(sources) > 1:
        assert all(not source.calls for source in sources[1:])


def _asked_or_given_up(symbol: str, sources: list[ScriptedSource], run: Asking) -> bool:
    """Every provider was asked for the symbol, or is asked no more in this run."""
    return all(
        any(symbol in call for call in source.calls) or run.given_up(str(place)) is not None
        for place, source in enumerate(sources)
    )
