"""`multiscale` on generated markets, and on the days that a market really has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.detectors.multiscale import LEAST_MINUTES, MultiscaleDetector
from tests.minute_bars import MINUTE, bar, minutes_of, trading_days, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.domain.detectors.multiscale_state import MultiscaleState
    from lambdas.shared.domain.event import PriceEvent

DETECTOR = MultiscaleDetector(quiet_up_to=3.0)
TWO_DAYS = trading_days(2)
NIGHT = TWO_DAYS[1]
BARS = walk(TWO_DAYS)
ALARM = 4.5  # no bar of the generated markets scores so much


def scores(events: Sequence[PriceEvent], state: MultiscaleState | None = None) -> list[float]:
    """The scores of the events, 0 where there is no verdict."""
    state, found = state or DETECTOR.initial(), []
    for event in events:
        state, score, _ = DETECTOR.score(state, event)
        found.append(score or 0.0)
    return found


def state_after(events: Sequence[PriceEvent]) -> MultiscaleState:
    state = DETECTOR.initial()
    for event in events:
        state, _, _ = DETECTOR.score(state, event)
    return state


def moved(event: PriceEvent, factor: float) -> PriceEvent:
    return replace(event, price=(event.price * Decimal(str(factor))).quantize(Decimal("0.01")))


NOON = 600  # the place of a bar around noon of the second day
BEFORE_NOON = state_after(BARS[:NOON])


def test_there_is_no_verdict_until_half_an_hour_is_known() -> None:
    assert LEAST_MINUTES == 30
    state, found = DETECTOR.initial(), []
    for event in BARS[:40]:
        state, score, _ = DETECTOR.score(state, event)
        found.append(score is not None)
    assert found == [False] * 31 + [True] * 9


def test_a_market_that_only_wanders_never_alarms() -> None:
    week = walk(trading_days(5), seed=7)
    assert max(scores(week)) < ALARM


@pytest.mark.parametrize("size", [-0.005, 0.005])
def test_a_spike_scores_at_its_bar_and_has_its_move_as_evidence(size: float) -> None:
    spike = moved(BARS[NOON], 1 + size)
    _, score, evidence = DETECTOR.score(BEFORE_NOON, spike)
    assert evidence is not None
    assert score is not None
    assert score == pytest.approx(abs(evidence.score.z))
    assert score > ALARM
    assert evidence.score.z * size > 0
    assert evidence.window == tuple(event.price for event in BARS[NOON - 15 : NOON])
    assert evidence.score.mean == float(BARS[NOON - 1].price)
    assert evidence.score.deviation_percent == pytest.approx(100 * float(spike.price / BARS[NOON - 1].price - 1))
    assert (float(spike.price) - evidence.score.mean) / evidence.score.stdev == pytest.approx(
        evidence.score.z, rel=0.01
    )


def test_a_ramp_of_small_steps_is_seen_over_five_minutes() -> None:
    ramp = [moved(event, 1 + 0.0016 * (place + 1)) for place, event in enumerate(BARS[NOON : NOON + 5])]
    found = scores(ramp, BEFORE_NOON)
    assert found[0] < 3 < ALARM < max(found)


def test_a_jump_that_stays_is_told_once() -> None:
    after = [moved(event, 1.02) for event in BARS[NOON : NOON + 20]]
    found = scores(after, BEFORE_NOON)
    assert found[0] > 15
    assert max(found[1:]) < ALARM


def test_the_opening_may_move_more_than_noon() -> None:
    opening, noon = (DETECTOR.score(state_after(BARS[:at]), moved(BARS[at], 1.004))[1] for at in (393, NOON))
    assert opening is not None
    assert noon is not None
    assert opening < 0.7 * noon


def test_a_score_leaves_its_state_as_it_was() -> None:
    tried = [DETECTOR.score(BEFORE_NOON, moved(BARS[NOON], 1.01)) for _ in range(2)]
    assert tried[0] == tried[1]
    assert state_after(BARS[:NOON]) == BEFORE_NOON


def test_several_events_of_a_minute_are_each_measured_against_the_minute_before() -> None:
    once = state_after(BARS[:NOON])
    early = [replace(BARS[NOON - 1], price=price) for price in (Decimal(90), Decimal(110), BARS[NOON - 1].price)]
    assert state_after([*BARS[: NOON - 1], *early]) == once
    assert min(scores(early[:2], state_after(BARS[: NOON - 1]))) > 15


def with_night(factor: float) -> list[PriceEvent]:
    """Both days, the second at a multiple of its prices."""
    return [*BARS[:390], *(moved(event, factor) for event in BARS[390:])]


@pytest.mark.parametrize("factor", [1 / 7, 1 / 2, 1 / 20, 8.0])
def test_a_split_is_no_move(factor: float) -> None:
    """7 for 1 is what Apple did on 9 June 2014: closed at 645.57, opened at 92.70."""
    plain, split = scores(BARS), scores(with_night(factor))
    assert max(split[380:400]) < 3
    assert max(split) < ALARM
    assert split[390] == pytest.approx(plain[390], abs=0.3)


def test_apples_split_of_seven_for_one() -> None:
    last, first = Decimal("645.57"), Decimal("92.70")
    before = [
        replace(event, price=(event.price * last / BARS[389].price).quantize(Decimal("0.01"))) for event in BARS[:390]
    ]
    _, score, evidence = DETECTOR.score(state_after(before), replace(BARS[390], price=first))
    assert score is not None
    assert score < 1
    assert evidence is None


@pytest.mark.parametrize("factor", [0.9, 0.7, 1.3, 0.6])
def test_a_night_that_moves_otherwise_alarms(factor: float) -> None:
    assert scores(with_night(factor))[390] > ALARM


def test_a_crash_that_the_provider_gives_as_one_is_no_split() -> None:
    crashed = replace(moved(BARS[390], 0.5), change_percent=Decimal("-50.1"))
    _, score, evidence = DETECTOR.score(state_after(BARS[:390]), crashed)
    assert score is not None
    assert score > ALARM
    assert evidence is not None
    assert evidence.score.deviation_percent == pytest.approx(-50, abs=1)


def test_an_ordinary_night_is_measured_on_its_own_scale() -> None:
    """A hundred basis points are nothing overnight, and an alarm at noon."""
    assert scores(with_night(1.01))[390] < 3
    assert DETECTOR.score(BEFORE_NOON, moved(BARS[NOON], 1.01))[1] > ALARM  # type: ignore[operator]


def test_nights_are_learned() -> None:
    calm = walk(trading_days(15), basis_points=5)
    wild = [replace(e, price=e.price * (2 if e.session.day % 2 else 1) / 2 + 100) for e in calm]
    assert state_after(wild).overnight > 3 * state_after(calm).overnight


def test_a_flat_night_is_quiet() -> None:
    flat = [*BARS[:390], replace(BARS[390], price=BARS[389].price)]
    assert scores(flat)[390] == 0


def test_a_half_day_is_like_the_others() -> None:
    """The day after Thanksgiving closes at 13:00."""
    days = trading_days(4, date(2026, 11, 24))
    bars = walk(days, seed=3)
    assert [sum(event.session == day for event in bars) for day in days] == [390, 390, 210, 390]
    assert max(scores(bars)) < ALARM


def test_a_halt_widens_what_is_usual() -> None:
    """After half an hour without a price a move counts over that half hour."""
    resumed = BARS[NOON + 30]
    during, after = (replace(moved(BARS[NOON], 1.004), timestamp=event.timestamp) for event in (BARS[NOON], resumed))
    at_once, halted = DETECTOR.score(BEFORE_NOON, during)[1], DETECTOR.score(BEFORE_NOON, after)[1]
    assert at_once is not None
    assert halted is not None
    assert halted < 3 < ALARM < at_once
    assert DETECTOR.score(BEFORE_NOON, replace(resumed, price=BARS[NOON].price * Decimal("1.08")))[1] > ALARM  # type: ignore[operator]


def test_a_symbol_with_gaps_never_alarms_by_them() -> None:
    sparse = [event for place, event in enumerate(walk(trading_days(5), seed=5)) if place * 7919 % 10 < 4]
    assert max(scores(sparse)) < ALARM


def test_a_symbol_at_half_a_dollar_may_move_by_cents() -> None:
    """A cent is two per cent here, and the least that the price can move."""
    cents = walk(trading_days(3), seed=2, start=0.5, basis_points=8)
    assert len({event.price for event in cents}) > 2
    assert max(scores(cents)) < ALARM
    assert scores([*cents, bar("0.58", cents[-1].timestamp + MINUTE, cents[-1].session)])[-1] > ALARM


def test_finer_prices_at_half_a_dollar_are_learned() -> None:
    fine = walk(trading_days(2), seed=2, start=0.5, basis_points=8, places=4)
    state = state_after(fine)
    assert state.tick == pytest.approx(0.0001)
    jump = replace(fine[-1], price=fine[-1].price * Decimal("1.02"), timestamp=fine[-1].timestamp + MINUTE)
    assert scores([jump], state)[0] > ALARM


def test_a_price_that_never_moves_scores_nothing_and_its_first_cent_is_no_alarm() -> None:
    flat = [bar("20.00", at, NIGHT) for at in minutes_of(NIGHT)]
    assert set(scores(flat)) == {0.0}
    assert scores([*flat[:-1], replace(flat[-1], price=Decimal("20.01"))])[-1] < 3


def test_a_market_without_a_night_has_no_gap() -> None:
    """The stand-in market trades around the clock: midnight is a minute like any other."""
    at = BARS[0].timestamp
    events = [
        bar(event.price, at + place * MINUTE, (at + place * MINUTE - timedelta(hours=5)).date())
        for place, event in enumerate(walk(trading_days(8)))
    ]
    assert len({event.session for event in events}) > 2
    state = DETECTOR.initial()
    for event in events:
        state, _, _ = DETECTOR.score(state, event)
        assert not state.is_gap
    assert state.minutes == len(events) - 2  # all but the first price, and the minute that is still open


def test_a_recording_that_begins_again_begins_a_session() -> None:
    state = state_after(BARS)
    after, score, _ = DETECTOR.score(state, BARS[0])
    assert after.is_gap
    assert score is not None
