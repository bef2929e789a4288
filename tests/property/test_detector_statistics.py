"""The running sums of the detector give, to the bit, what the textbook's formulas give over each window anew."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from lambdas.shared.domain.anomaly import classify
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.zscore import WINDOW_SIZE, PriceWindow, Score, exact_arithmetic
from tests.factories import ZSCORE, price_run

if TYPE_CHECKING:
    from collections.abc import Sequence

CENTS = st.integers(1, 200_000).map(lambda cents: Decimal(cents) / 100)
WIDE = st.decimals("0.0000000001", 1_000_000_000, places=10)
STEPS = st.sampled_from((0, 0, 0, 1, -1, 2, -2, 7, -7, 40, -40))
WALKS = st.tuples(CENTS, st.lists(STEPS, min_size=31, max_size=90)).map(
    lambda drawn: [max(Decimal("0.01"), drawn[0] + Decimal(sum(drawn[1][:place])) / 100) for place in range(90)]
)
STREAMS = st.one_of(WALKS, st.lists(WIDE, min_size=31, max_size=70), st.lists(CENTS, min_size=31, max_size=70))
LIMITS = [*[Decimal(400)] * 30, *map(Decimal, ("400.1", "400.14", "399.9", "399.86", "400"))]


def textbook(window: Sequence[Decimal], price: Decimal) -> Score:
    """Mean, sample standard deviation and z, each from its definition, rounded once."""
    with localcontext(Context(prec=200)):
        mean = sum(window, Decimal(0)) / len(window)
        variance = sum(((value - mean) ** 2 for value in window), Decimal(0)) / (len(window) - 1)
        stdev = max(variance.sqrt(), Decimal("0.0001") * abs(mean))
        z = (price - mean) / stdev
        # an exact quotient of 2.5 must not come out as 2.49...9 for want of a 201st digit
        rounded = [float(Context(prec=90).plus(number)) for number in (mean, stdev, z, 100 * (price - mean) / mean)]
    return Score(*rounded)


@given(STREAMS)
@example(LIMITS)
@example([Decimal("0.0000000001")] * 30 + [Decimal(1_000_000_000), Decimal("0.0000000002")])
def test_every_score_and_verdict_is_the_textbooks(prices: list[Decimal]) -> None:
    events = price_run(map(str, prices))
    found = {a.event.event_id: a for a in detect(SeriesState(), events, ZSCORE).anomalies}
    for place in range(WINDOW_SIZE, len(events)):
        event, window = events[place], tuple(prices[place - WINDOW_SIZE : place])
        expected = textbook(window, event.price)
        anomaly = found.get(event.event_id)
        assert (anomaly is not None) == (classify(expected) is not None)
        if anomaly is not None:
            assert (anomaly.direction, anomaly.severity) == classify(expected)
            assert (anomaly.score, anomaly.window) == (expected, window)


@given(STREAMS)
def test_sums_that_were_carried_are_those_of_the_window(prices: list[Decimal]) -> None:
    with exact_arithmetic():
        carried = PriceWindow(prices[:WINDOW_SIZE])
        for place in range(WINDOW_SIZE, len(prices)):
            window = prices[place - WINDOW_SIZE : place]
            assert carried.prices == tuple(window)
            assert carried.score(prices[place]) == PriceWindow(window).score(prices[place])
            assert carried.score(prices[place]) == textbook(window, prices[place])
            carried = carried.pushed(prices[place])


@given(STREAMS, st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_a_state_may_be_put_away_between_any_two_prices(prices: list[Decimal], sizes: list[int]) -> None:
    events = price_run(map(str, prices))
    whole = detect(SeriesState(), events, ZSCORE)
    part, anomalies, done = detect(SeriesState(), [], ZSCORE), list(whole.anomalies), 0
    for size in [*sizes, len(events)]:
        part = detect(part.state, events[done : done + size], ZSCORE)
        assert list(part.anomalies) == anomalies[: len(part.anomalies)]
        del anomalies[: len(part.anomalies)]
        done += size
    assert (part.state, anomalies) == (whole.state, [])
