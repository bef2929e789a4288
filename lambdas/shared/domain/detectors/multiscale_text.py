"""A state of `multiscale` as text, and back: JSON with a version, floats to the last bit, prices as quoted."""

from __future__ import annotations

import json
import math
from datetime import date
from decimal import Decimal
from typing import Any

from lambdas.shared.domain.detectors.multiscale_state import MultiscaleState
from lambdas.shared.domain.numbers import canonical

VERSION = 1
_MOST_CLOSES = 15


def state_text(state: MultiscaleState) -> str:
    """Return a state as text; equal states give equal texts."""
    values = {
        **state._asdict(),
        "version": VERSION,
        "session": state.session.isoformat() if state.session else None,
        "price": canonical(state.price),
        "closes": " ".join(map(canonical, state.closes)),
    }
    return json.dumps(values, separators=(",", ":"), allow_nan=False)


def state_of_text(text: str) -> MultiscaleState:
    """Return the state in a text that `state_text` made; ValueError for any other, also of a later version."""
    values = json.loads(text)
    if not isinstance(values, dict) or values.pop("version", None) != VERSION:
        raise ValueError(f"not a state of multiscale of version {VERSION}: {text[:80]}")
    try:
        return _checked(MultiscaleState(**{**values, **_parsed(values)}))
    except (TypeError, KeyError, AttributeError, ArithmeticError, ValueError) as error:
        raise ValueError(f"not a state of multiscale ({type(error).__name__}: {error}): {text[:80]}") from error


def _parsed(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "session": None if values["session"] is None else date.fromisoformat(values["session"]),
        "price": Decimal(values["price"]),
        "closes": tuple(map(Decimal, values["closes"].split())),
        "levels": tuple(map(float, values["levels"])),
    }


def _checked(state: MultiscaleState) -> MultiscaleState:
    """Return the state, if it can be scored with: finite numbers above zero where they are divided by."""
    numbers = (state.latest, state.size, state.fast, state.slow, state.overnight, state.close, *state.levels)
    divisors = [state.span, state.tick, *map(float, state.closes), *([float(state.price)] if state.minute else [])]
    if not all(map(math.isfinite, (*numbers, *divisors))) or min(divisors) <= 0 or min(state.fast, state.slow) < 0:
        raise ValueError("a state of multiscale has numbers that no series has")
    if len(state.levels) != len(state.closes) or len(state.closes) > _MOST_CLOSES:
        raise ValueError(f"{len(state.closes)} closes and {len(state.levels)} levels are no state of multiscale")
    if (state.close != float(state.closes[-1])) if state.closes else state.close:
        raise ValueError("a state of multiscale does not know its last close")
    return state
