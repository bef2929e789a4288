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

from math import copysign, exp, inf, log, sqrt
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.intraday import SESSION_MINUTES, usual_variances
from lambdas.shared.domain.detectors.multiscale_learning import (
    CUT_SQUARED,
    FAST,
    FLOOR,
    FLOOR_SQUARED,
    NIGHT_FLOOR,
    NORMAL_SQUARED,
    SLOW,
    usual_night,
    with_minute,
    with_price,
)
from lambdas.shared.domain.detectors.multiscale_state import MultiscaleState
from lambdas.shared.domain.detectors.multiscale_text import state_of_text, state_text
from lambdas.shared.domain.detectors.names import MULTISCALE
from lambdas.shared.domain.detectors.scoring import Evidence, Limits, Scale
from lambdas.shared.domain.zscore import Score

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

NAME = MULTISCALE
LEAST_MINUTES = 30  # that are known before the first score
FIVE_WEIGHT, FIFTEEN_WEIGHT = 1.1, 0.85

_FIVE, _FIFTEEN = FIVE_WEIGHT**2 / 5, FIFTEEN_WEIGHT**2 / 15
_new = tuple.__new__  # the constructor of a named tuple takes as long as all the arithmetic
_NIGHT = 0  # the length of a move over a closed market, which counts no minutes
_SCALES = {1: Scale.ONE_MINUTE, 5: Scale.FIVE_MINUTES, 15: Scale.FIFTEEN_MINUTES, _NIGHT: Scale.OVERNIGHT}

Move = tuple[int, float, float]  # minutes, logarithmic return, and its square by which moves are compared, weighed
Scored = tuple[MultiscaleState, float | None, Evidence | None]


class MultiscaleDetector:
    """Implements `scoring.Detector`. The evidence of scores up to `quiet_up_to` is not worked out."""

    __slots__ = ("_limits", "_quiet_up_to", "_variances")

    name = NAME

    def __init__(self, quiet_up_to: float, high_above: float = inf) -> None:
        self._limits = Limits(quiet_up_to, high_above)
        self._quiet_up_to = quiet_up_to
        self._variances = usual_variances()

    def initial(self) -> MultiscaleState:
        """Return the state of a series without events."""
        return MultiscaleState()

    def score(self, state: MultiscaleState, event: PriceEvent) -> Scored:
        """Return the state after the event and its score; none before LEAST_MINUTES are known.

        The first event of a minute amid a session, as nearly all are, takes one go: the calls of `score_in_steps`, and
        to name the members of a state time and again, took a third of the time. What it does is the same.
        """
        (
            session, opening, open_minute, is_gap, span, last, close, size,
            closes, levels, fast, slow, minutes, overnight, nights, tick, before,
        ) = state  # fmt: skip
        moment = event.recorded_at or event.timestamp
        minute = moment.toordinal() * 1440 + moment.hour * 60 + moment.minute  # as minute_of, without a call
        took = minute - open_minute
        if took <= 0 or is_gap or minutes < LEAST_MINUTES or not closes or event.session != session:
            return self.score_in_steps(state, event, minute)

        # the minute that ends
        move = size / sqrt(span)
        absolute = move if move > 0 else -move
        learned = 1 / (minutes + 1)
        least = tick / before
        floor = least * least if least > FLOOR else FLOOR_SQUARED
        cut_squared = CUT_SQUARED * (NORMAL_SQUARED * fast * slow + floor / span)
        if absolute * absolute > cut_squared:
            absolute = sqrt(cut_squared)
            move = absolute if move > 0 else -absolute
        fast = fast + (FAST if learned < FAST else learned) * (absolute - fast)
        slow = slow + (SLOW if learned < SLOW else learned) * (absolute - slow)
        closes = closes[-14:] + (last,)  # noqa: RUF005  # a third quicker than unpacking
        levels = levels[-14:] + (levels[-1] + move,)  # noqa: RUF005
        moved = close - before if close > before else before - close
        if 0 < moved < tick:
            tick = moved

        # the minute that begins
        since_open = minute - opening
        span = (self._variances[since_open] if 0 <= since_open <= SESSION_MINUTES else 1.0) * took
        price = event.price
        latest = float(price)
        size = log(latest / close)
        state = _new(MultiscaleState, (
            session, opening, minute, False, span, price, latest, size,
            closes, levels, fast, slow, minutes + 1, overnight, nights, tick, close,
        ))  # fmt: skip
        count, total, square = _largest(size, span, levels)
        least = tick / close
        floor = least * least if least > FLOOR else FLOOR_SQUARED
        score = sqrt(square / (NORMAL_SQUARED * fast * slow * span + floor))
        if score <= self._quiet_up_to:
            return state, score, None
        return state, score, _evidence(state, (count, total, square), score, self._limits)

    def score_in_steps(self, state: MultiscaleState, event: PriceEvent, minute: int) -> Scored:
        """Do the same for an event of any kind, of the minute `minute`."""
        if minute != state.minute or event.session != state.session:
            state = with_minute(state, event, minute)
        else:
            state = with_price(state, event)
        if state.minutes < LEAST_MINUTES or not state.closes:
            return state, None, None
        size = state.size
        move = (_NIGHT, size, size * size) if state.is_gap else _largest(size, state.span, state.levels)
        score = sqrt(move[2] / _usual_squared(state))
        if score <= self._quiet_up_to:
            return state, score, None
        return state, score, _evidence(state, move, score, self._limits)

    def write(self, state: MultiscaleState) -> str:
        """Return a state as JSON."""
        return state_text(state)

    def read(self, text: str) -> MultiscaleState:
        """Return the state in a text; ValueError for what is none of this version."""
        return state_of_text(text)


def _usual_squared(state: MultiscaleState) -> float:
    """Return the square of the move that is usual in the open minute, or over the closed market before it."""
    if state.is_gap:
        usual = max(usual_night(state), NIGHT_FLOOR)
        return NORMAL_SQUARED * usual * usual
    least = state.tick / state.close
    floor = least * least if least > FLOOR else FLOOR_SQUARED
    return NORMAL_SQUARED * state.fast * state.slow * state.span + floor


def _largest(size: float, span: float, levels: tuple[float, ...]) -> Move:
    """Return the least usual of the moves that end in the latest price; see `MultiscaleState`.

    The minutes before are as usual as the open one, or were made so.
    """
    minutes, total, square, known, level = 1, size, size * size, len(levels), levels[-1]
    if known >= 5:
        root = sqrt(span)
        five = size + root * (level - levels[-5])
        weighed = five * five * _FIVE
        if weighed > square:
            minutes, total, square = 5, five, weighed
        if known == 15:
            fifteen = size + root * (level - levels[0])
            weighed = fifteen * fifteen * _FIFTEEN
            if weighed > square:
                minutes, total, square = 15, fifteen, weighed
    return minutes, total, square


def _evidence(state: MultiscaleState, move: Move, score: float, limits: Limits) -> Evidence:
    """Return the price against the one that the move began at; after a split, against that one split as well."""
    minutes, size, _ = move
    price = state.latest
    reference = price * exp(-size) if minutes == _NIGHT else float(state.closes[-minutes])
    measured = Score(
        mean=reference,
        stdev=reference * abs(size) / score,
        z=copysign(score, size),
        deviation_percent=100 * (price / reference - 1),
    )
    return Evidence(measured, state.closes, limits, _SCALES[minutes])
