"""`multiscale`: the largest of the 1, 5 and 15 minute moves, each in units of what is usual for this symbol and hour.

For a move R of n minutes, at a time of day whose minutes usually have the variance v (`intraday`):

    score = weight(n) * |R| / sqrt(n * (s^2 * v + floor^2))

- s is the volatility of a minute: sqrt(pi/2) times the geometric mean of a fast and a slow exponentially weighted mean
  of absolute returns, each return divided by the pattern. Absolute values, and the cut below, keep a jump from
  raising it: Boudt, Croux & Laurent (2011), Robust estimation of intraweek periodicity in volatility and jump
  detection, Journal of Empirical Finance 18, https://doi.org/10.1016/j.jempfin.2010.11.005.
- The floor is FLOOR, or the least move that was seen where that is more: a price that moves by whole cents jumps.
- A minute's return enters the longer moves and the volatility cut to CUT of its own usual size, so a jump is told once
  and leaves no echo. It also enters the longer moves over what was usual at its time, times what is usual now.
- The first price of a session is measured over the closed market, on a scale of its own, and a split is taken out.
- A pause within the session widens what is usual by the minutes that it took.

Several events of one minute are each measured against the minute before; its last price is what is remembered.
"""

from __future__ import annotations

from math import exp, inf, log, pi, sqrt
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.intraday import opening_minute, usual_variance
from lambdas.shared.domain.detectors.multiscale_state import MultiscaleState
from lambdas.shared.domain.detectors.multiscale_text import state_of_text, state_text
from lambdas.shared.domain.detectors.names import MULTISCALE
from lambdas.shared.domain.detectors.scoring import Evidence, Limits, Scale
from lambdas.shared.domain.detectors.split import split_ratio
from lambdas.shared.domain.zscore import Score

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.shared.domain.event import PriceEvent

NAME = MULTISCALE
LEAST_MINUTES = 30  # that are known before the first score
FAST_HALF_LIFE, SLOW_HALF_LIFE = 20, 780  # minutes: a third of an hour, two sessions
FLOOR = 4e-4  # of the price, a minute
FLOOR_SQUARED = FLOOR * FLOOR
CUT = 2.5
FIVE_WEIGHT, FIFTEEN_WEIGHT = 1.1, 0.85
NIGHT_IN_MINUTES = 15.0  # usual move over a closed market, in moves of a minute, while a symbol's own is not known
NIGHT_FLOOR, NIGHT_CUT = 2e-3, 3.0
NIGHTS_OF_THE_PRIOR, MOST_NIGHTS = 5, 20
CLOSED_AFTER = 30  # minutes without a price between two sessions; a market that never closes has none

_FAST, _SLOW = (1 - 0.5 ** (1 / half_life) for half_life in (FAST_HALF_LIFE, SLOW_HALF_LIFE))
_NORMAL_SQUARED = pi / 2  # variance over squared mean absolute value, of a normal distribution
_FIVE, _FIFTEEN = 5 / FIVE_WEIGHT**2, 15 / FIFTEEN_WEIGHT**2
_new = tuple.__new__  # the constructor of a named tuple takes as long as all the arithmetic
_NIGHT = 0  # the length of a move over a closed market, which counts no minutes
_SCALES = {1: Scale.ONE_MINUTE, 5: Scale.FIVE_MINUTES, 15: Scale.FIFTEEN_MINUTES, _NIGHT: Scale.OVERNIGHT}

Move = tuple[int, float, float]  # minutes, logarithmic return, and the square of the size usual for it, weight included


class MultiscaleDetector:
    """Implements `scoring.Detector`. The evidence of scores up to `quiet_up_to` is not worked out."""

    __slots__ = ("_limits", "_quiet_up_to")

    name = NAME

    def __init__(self, quiet_up_to: float, high_above: float = inf) -> None:
        self._limits = Limits(quiet_up_to, high_above)
        self._quiet_up_to = quiet_up_to

    def initial(self) -> MultiscaleState:
        """Return the state of a series without events."""
        return MultiscaleState()

    def score(self, state: MultiscaleState, event: PriceEvent) -> tuple[MultiscaleState, float | None, Evidence | None]:
        """Return the state after the event and its score; none before LEAST_MINUTES are known."""
        moment = event.recorded_at or event.timestamp
        minute = moment.toordinal() * 1440 + moment.hour * 60 + moment.minute  # as minute_of, without a call
        if minute != state.minute or event.session != state.session:
            state = _with_minute(state, event, minute)
        else:
            latest = float(event.price)
            size = _size(event, latest, state.close, is_gap=state.is_gap)
            state = state._replace(price=event.price, latest=latest, size=size)
        if state.minutes < LEAST_MINUTES or not state.closes:
            return state, None, None
        move = _overnight(state) if state.is_gap else _largest(state)
        score = abs(move[1]) / sqrt(move[2])
        if score <= self._quiet_up_to:
            return state, score, None
        return state, score, _evidence(state, move, self._limits)

    def write(self, state: MultiscaleState) -> str:
        """Return a state as JSON."""
        return state_text(state)

    def read(self, text: str) -> MultiscaleState:
        """Return the state in a text; ValueError for what is none of this version."""
        return state_of_text(text)


def _largest(state: MultiscaleState) -> Move:
    """Return the move that is the least usual of those that end in the latest price."""
    _, _, _, _, span, _, _, size, _, levels, fast, slow, _, _, _, tick, close = state
    least = tick / close
    # of a minute; the longer moves are of minutes that are as usual as this one, or were made so
    one = _NORMAL_SQUARED * fast * slow * span + (least * least if least > FLOOR else FLOOR_SQUARED)
    minutes, total, usual, known, level = 1, size, one, len(levels), levels[-1]
    if known >= 5:
        root = sqrt(span)
        five, its_usual = size + root * (level - levels[-5]), one * _FIVE
        if five * five * usual > total * total * its_usual:
            minutes, total, usual = 5, five, its_usual
        if known == 15:
            fifteen, its_usual = size + root * (level - levels[0]), one * _FIFTEEN
            if fifteen * fifteen * usual > total * total * its_usual:
                minutes, total, usual = 15, fifteen, its_usual
    return minutes, total, usual


def _overnight(state: MultiscaleState) -> Move:
    return _NIGHT, state.size, _NORMAL_SQUARED * max(_usual_night(state), NIGHT_FLOOR) ** 2


def _evidence(state: MultiscaleState, move: Move, limits: Limits) -> Evidence:
    """Return the price against the one that the move began at; after a split, against that one split as well."""
    minutes, size, usual_squared = move
    price, usual = state.latest, sqrt(usual_squared)
    reference = price * exp(-size) if minutes == _NIGHT else float(state.closes[-minutes])
    score = Score(reference, reference * usual, size / usual, 100 * (price / reference - 1))
    return Evidence(score, state.closes, limits, _SCALES[minutes])


def _with_minute(state: MultiscaleState, event: PriceEvent, minute: int) -> MultiscaleState:
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
    return _new(MultiscaleState, (session, opening, minute, is_gap, span, price, latest, size, *learned))


def _size(event: PriceEvent, latest: float, close: float, *, is_gap: bool) -> float:
    """Return the logarithmic return since the close before, less a split; 0 where there is none."""
    if not close:
        return 0.0
    size = log(latest / close)
    return size - split_ratio(size, event.change_percent) if is_gap else size


Learned = tuple[
    tuple["Decimal", ...], tuple[float, ...], float, float, int, float, int, float, float
]  # of a state, from `closes` on


def _with_return(state: MultiscaleState) -> Learned:
    """Return what the state has learned from the return of its open minute."""
    _, _, _, _, span, price, latest, size, closes, levels, fast, slow, minutes, overnight, nights, tick, close = state
    move, moved, learned = size / sqrt(span), abs(latest - close), 1 / (minutes + 1)
    absolute, least = abs(move), tick / close
    floor = least * least if least > FLOOR else FLOOR_SQUARED
    cut = CUT * sqrt(_NORMAL_SQUARED * fast * slow + floor / span)
    if absolute > cut:
        move = cut if move > 0 else -cut
        if minutes:
            absolute = cut
    return (
        closes[-14:] + (price,),  # noqa: RUF005  # a third quicker than unpacking, and this runs for every event
        levels[-14:] + (levels[-1] + move,),  # noqa: RUF005
        fast + (_FAST if learned < _FAST else learned) * (absolute - fast),  # a plain mean, until that forgets less
        slow + (_SLOW if learned < _SLOW else learned) * (absolute - slow),
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
        usual = _usual_night(state)
        size = min(abs(state.size), NIGHT_CUT * max(usual, NIGHT_FLOOR))
        overnight = usual + (size - usual) / (min(nights, MOST_NIGHTS) + NIGHTS_OF_THE_PRIOR + 1)
        nights += 1
    rest = (state.fast, state.slow, state.minutes, overnight, nights, state.tick, state.latest)
    return ((state.price,), (0.0,), *rest)


def _usual_night(state: MultiscaleState) -> float:
    return state.overnight if state.nights else NIGHT_IN_MINUTES * state.slow
