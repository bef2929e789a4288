"""What `multiscale` learns when a minute or a night ends; see there for what it means.

Nearly every event is the first of the minute after the one before. For those `MultiscaleDetector.score` does the same
as `with_minute` in fewer steps, and a test holds that it is the same to the last bit.
"""

from __future__ import annotations

from math import log, pi, sqrt
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.intraday import opening_minute, usual_variance
from lambdas.shared.domain.detectors.multiscale_state import MultiscaleState
from lambdas.shared.domain.detectors.split import split_ratio

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.shared.domain.event import PriceEvent

FAST_HALF_LIFE, SLOW_HALF_LIFE = 20, 780  # minutes: a third of an hour, two sessions
FLOOR = 4e-4  # of the price, a minute
FLOOR_SQUARED = FLOOR * FLOOR
CUT = 2.5
CUT_SQUARED = CUT * CUT
NIGHT_IN_MINUTES = 15.0  # usual move over a closed market, in moves of a minute, while a symbol's own is not known
NIGHT_FLOOR, NIGHT_CUT = 2e-3, 3.0
NIGHTS_OF_THE_PRIOR, MOST_NIGHTS = 5, 20
CLOSED_AFTER = 30  # minutes without a price between two sessions; a market that never closes has none

FAST, SLOW = (1 - 0.5 ** (1 / half_life) for half_life in (FAST_HALF_LIFE, SLOW_HALF_LIFE))
NORMAL_SQUARED = pi / 2  # variance over squared mean absolute value, of a normal distribution

Learned = tuple[
    tuple["Decimal", ...], tuple[float, ...], float, float, int, float, int, float, float
]  # of a state, from `closes` on


def with_minute(state: MultiscaleState, event: PriceEvent, minute: int) -> MultiscaleState:
    """Return the state with its open minute put away and learned from, and that of the event open."""
    session, took, opening, is_first = event.session, minute - state.minute, state.opening, not state.minute
    is_new = session != state.session
    if is_new:
        opening = opening_minute(session)
    is_gap = not is_first and (took < 0 or (is_new and took > CLOSED_AFTER))
    span = usual_variance(minute - opening) * (1 if is_first or is_gap else took or 1)
    if state.closes and not state.is_gap:
        learned = _with_return(state)
    else:
        learned = state[8:] if is_first else _with_night(state)
    price, close = event.price, learned[-1]
    latest = float(price)
    size = log(latest / close) if close and not is_gap else _size(event, latest, close, is_gap=is_gap)
    return MultiscaleState(session, opening, minute, is_gap, span, price, latest, size, *learned)


def with_price(state: MultiscaleState, event: PriceEvent) -> MultiscaleState:
    """Return the state with a further price of its open minute."""
    latest = float(event.price)
    size = _size(event, latest, state.close, is_gap=state.is_gap)
    return state._replace(price=event.price, latest=latest, size=size)


def usual_night(state: MultiscaleState) -> float:
    """Return the usual size of a move over a closed market, as a mean absolute return."""
    return state.overnight if state.nights else NIGHT_IN_MINUTES * state.slow


def _size(event: PriceEvent, latest: float, close: float, *, is_gap: bool) -> float:
    """Return the logarithmic return since the close before, less a split; 0 where there is none."""
    if not close:
        return 0.0
    size = log(latest / close)
    return size - split_ratio(size, event.change_percent) if is_gap else size


def _with_return(state: MultiscaleState) -> Learned:
    """Return what the state has learned from the return of its open minute."""
    _, _, _, _, span, price, latest, size, closes, levels, fast, slow, minutes, overnight, nights, tick, close = state
    move, learned, least = size / sqrt(span), 1 / (minutes + 1), tick / close
    absolute, moved = abs(move), abs(latest - close)
    floor = least * least if least > FLOOR else FLOOR_SQUARED
    cut_squared = CUT_SQUARED * (NORMAL_SQUARED * fast * slow + floor / span)
    if absolute * absolute > cut_squared:
        cut = sqrt(cut_squared)
        move = cut if move > 0 else -cut
        absolute = cut if minutes else absolute  # the very first return is all that is known
    return (
        (*closes[-14:], price),
        (*levels[-14:], levels[-1] + move),
        fast + (FAST if learned < FAST else learned) * (absolute - fast),  # a plain mean, until that forgets less
        slow + (SLOW if learned < SLOW else learned) * (absolute - slow),
        minutes + 1,
        overnight,
        nights,
        moved if 0 < moved < tick else tick,
        latest,
    )


def _with_night(state: MultiscaleState) -> Learned:
    """Return what the state has learned from the first price of a session, with which its moves begin anew."""
    overnight, nights = state.overnight, state.nights
    if state.closes:
        usual = usual_night(state)
        size = min(abs(state.size), NIGHT_CUT * max(usual, NIGHT_FLOOR))
        overnight = usual + (size - usual) / (min(nights, MOST_NIGHTS) + NIGHTS_OF_THE_PRIOR + 1)
        nights += 1
    rest = (state.fast, state.slow, state.minutes, overnight, nights, state.tick, state.latest)
    return ((state.price,), (0.0,), *rest)
