"""A roster as a text of settings: JSON as Terraform writes it (terraform/variables_detectors.tf).

    {"detectors": ["zscore"], "symbols": {"TSLA": ["zscore", "calibrated"]},
     "settings": {"zscore": {"window": 60}, "TSLA/calibrated": {"alerts_per_day": 0.5, "cooldown_minutes": 30}}}

Every member may be absent. Settings of SYMBOL/detector stand over those of the detector one by one. What is unknown is
refused: a setting that is mistyped would otherwise leave a detector as it was, and nobody would notice.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.detectors.catalogue import Setting, detector_as_set
from lambdas.shared.domain.detectors.names import CALIBRATED, MULTISCALE, NAMES, ZSCORE
from lambdas.shared.domain.detectors.roster import Duty, Roster
from lambdas.shared.domain.detectors.scoring import Limits
from lambdas.shared.domain.event import SYMBOL_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

ALONE = '{"detectors":["zscore"]}'
LONGEST_COOLDOWN_MINUTES = 1440
_MEMBERS = frozenset({"detectors", "symbols", "settings"})
_LIMITS = frozenset({"anomaly_above", "high_above"})
_KNOWN = {
    ZSCORE: _LIMITS | {"window", "cooldown_minutes"},
    MULTISCALE: _LIMITS | {"cooldown_minutes"},
    CALIBRATED: frozenset({"alerts_per_day", "cooldown_minutes"}),
}
_KEY = re.compile(rf"(?:({SYMBOL_PATTERN.pattern})/)?({'|'.join(NAMES)})", re.ASCII)

Numbers = dict[str, float]


class _TextError(ValueError):
    """What is wrong with a text."""


def roster_of(text: str, cooldown: timedelta) -> Roster:
    """Return the roster in a text; `cooldown` is of detectors that say none. ValueError names what cannot be."""
    values = _object(json.loads(text), "it", _MEMBERS)
    settings = _settings(_object(values.get("settings", {}), "settings"))
    names = _names(values.get("detectors", [ZSCORE]), "detectors")
    chosen = _symbols(_object(values.get("symbols", {}), "symbols"))
    own_settings = {symbol for symbol, _ in settings if symbol}
    return Roster(
        tuple(_duty(name, "", settings, cooldown) for name in names),
        {
            symbol: tuple(_duty(name, symbol, settings, cooldown) for name in chosen.get(symbol, names))
            for symbol in sorted(chosen.keys() | own_settings)
        },
    )


def _symbols(values: Mapping[str, Any]) -> dict[str, list[str]]:
    if unknown := [symbol for symbol in values if not SYMBOL_PATTERN.fullmatch(symbol)]:
        raise _TextError(f"symbols: {unknown[0]!r} is no symbol")
    return {symbol: _names(own, f"symbols.{symbol}") for symbol, own in values.items()}


def _settings(values: Mapping[str, Any]) -> dict[tuple[str, str], Numbers]:
    """Return settings by symbol, "" for all of them, and detector."""
    found: dict[tuple[str, str], Numbers] = {}
    for key, own in values.items():
        named = _KEY.fullmatch(key)
        if named is None:
            raise _TextError(f"settings.{key} is neither a detector nor SYMBOL/detector: {', '.join(NAMES)}")
        found[named[1] or "", named[2]] = _numbers(own, f"settings.{key}", _KNOWN[named[2]])
    return found


def _duty(name: str, symbol: str, settings: Mapping[tuple[str, str], Numbers], cooldown: timedelta) -> Duty:
    given = {**settings.get(("", name), {}), **settings.get((symbol, name), {})}
    minutes = given.pop("cooldown_minutes", None)
    limits = Limits(given.pop("anomaly_above"), given.pop("high_above")) if given.keys() >= _LIMITS else None
    if "window" in given:
        given["window"] = int(given["window"])
    try:
        setting = Setting(limits=limits, **given)  # type: ignore[arg-type]  # the names are those of _KNOWN
    except ValueError as error:
        raise _TextError(f"settings of {name}{f' for {symbol}' if symbol else ''}: {error}") from error
    return Duty(detector_as_set(name, setting), cooldown if minutes is None else timedelta(minutes=minutes))


def _names(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
        raise _TextError(f"{where} is no list of detectors, each once")
    if unknown := [name for name in value if name not in NAMES]:
        raise _TextError(f"{where}: no detector is called {unknown[0]!r}, choose of {', '.join(NAMES)}")
    return list(value)


def _numbers(value: Any, where: str, known: frozenset[str]) -> Numbers:
    numbers = _object(value, where, known)
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
            raise _TextError(f"{where}.{name} is not a number: {number!r}")
    if 0 < len(_LIMITS & numbers.keys()) < len(_LIMITS):
        raise _TextError(f"{where}: anomaly_above and high_above come together")
    if any(numbers[name] != int(numbers[name]) for name in ("window", "cooldown_minutes") if name in numbers):
        raise _TextError(f"{where}: window and cooldown_minutes are whole numbers")
    if not 0 <= numbers.get("cooldown_minutes", 0) <= LONGEST_COOLDOWN_MINUTES:
        raise _TextError(f"{where}: cooldown_minutes is 0 to {LONGEST_COOLDOWN_MINUTES}")
    return numbers


def _object(value: Any, where: str, known: frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _TextError(f"{where} is not an object")
    if known is not None and (unknown := sorted(value.keys() - known)):
        raise _TextError(f"{where} has no {unknown[0]!r}, it may have {', '.join(sorted(known))}")
    return value
