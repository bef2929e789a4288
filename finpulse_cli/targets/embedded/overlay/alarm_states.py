"""Alarms that watch what they name, period by period.

MiniStack throws all dimensions of a metric together, so that one function's error sets off every function's alarm, and
takes several periods for one. Here the rules are those of
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html, except that periods end now
instead of at whole minutes, and that an alarm looks at no more periods than it is evaluated over.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Points = list[dict[str, Any]]
_BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


def by_period(points: Points, seconds: int, periods: int, now: float) -> list[Points]:
    """Return the points of each of the last periods, the newest period first."""
    found: list[Points] = [[] for _ in range(periods)]
    for point in points:
        back = int((now - point["Timestamp"]) // seconds)
        if 0 <= back < periods:
            found[back].append(point)
    return found


def state_of(alarm: Mapping[str, Any], values: Sequence[float | None]) -> str:
    """Return the state that an alarm has with these values of its periods; None is a period without data."""
    breaches = _BREACHES[alarm["ComparisonOperator"]]
    judged = [None if value is None else breaches(value, alarm["Threshold"]) for value in values]
    missing = alarm.get("TreatMissingData") or "missing"
    if missing in ("notBreaching", "breaching"):
        judged = [missing == "breaching" if it is None else it for it in judged]
    known = [it for it in judged if it is not None]
    if not known:
        return str(alarm["StateValue"]) if missing == "ignore" else "INSUFFICIENT_DATA"
    needed = alarm.get("DatapointsToAlarm") or alarm.get("EvaluationPeriods", 1)
    return "ALARM" if sum(known) >= min(needed, len(known)) else "OK"


class AlarmStates:
    """Takes the place of MiniStack's `_evaluate_alarm`."""

    def __init__(self, cloudwatch: Any, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._cloudwatch = cloudwatch
        self._original = cloudwatch._evaluate_alarm

    def evaluate(self, alarm: dict[str, Any]) -> None:
        """Give an alarm its state, and do what it is to do when that has changed. Other kinds stay the emulator's."""
        if not alarm.get("MetricName") or alarm.get("ComparisonOperator") not in _BREACHES:
            self._original(alarm)
            return
        points = self._points(alarm)
        if not points:
            return  # as long as there never was one, an alarm stays as it was made
        old, new = alarm["StateValue"], state_of(alarm, self._values(alarm, points))
        if old == new:
            return
        reason = f"Threshold Crossed: {alarm['ComparisonOperator']} {alarm['Threshold']}"
        alarm |= {"StateValue": new, "StateReason": reason, "StateUpdatedTimestamp": int(self._clock())}
        self._cloudwatch._record_history(alarm["AlarmName"], old, new, reason)
        self._cloudwatch._dispatch_alarm_actions(alarm, old, new, reason)
        self._cloudwatch._evaluate_parent_alarms(alarm)

    def _points(self, alarm: Mapping[str, Any]) -> Points:
        named = {it["Name"]: it.get("Value", "") for it in alarm.get("Dimensions") or []}
        key = (alarm["Namespace"], alarm["MetricName"], self._cloudwatch._dims_key(named))
        return list(self._cloudwatch._metrics.get(key) or ())

    def _values(self, alarm: Mapping[str, Any], points: Points) -> list[float | None]:
        periods = by_period(points, alarm.get("Period", 60), alarm.get("EvaluationPeriods", 1), self._clock())
        return [self._value(alarm, found) if found else None for found in periods]

    def _value(self, alarm: Mapping[str, Any], points: Points) -> float | None:
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
        value: float | None = self._cloudwatch._stat_value(self._cloudwatch._calc_stats(points), statistic, points)
        return value


def install(clock: Callable[[], float]) -> None:
    """Put it in the place of MiniStack's function; `clock` gives epoch seconds."""
    cloudwatch: Any = import_module("ministack.services.cloudwatch")
    cloudwatch._evaluate_alarm = AlarmStates(cloudwatch, clock).evaluate
