"""Alarms that watch what they name, period by period.

MiniStack throws all dimensions of a metric together, so that one function's error sets off every function's alarm, and
takes several periods for one. Here the rules are those of
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html, except that periods end now
instead of at whole minutes, and that an alarm looks at no more periods than it is evaluated over.
"""

from __future__ import annotations

from datetime import UTC, datetime
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

_COMPARED = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "less than or equal to",
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


def reason_of(alarm: Mapping[str, Any], values: Sequence[float | None], old: str, new: str, now: float) -> str:
    """Return CloudWatch's words for a change: the values with the beginnings of their periods, the newest first.

    In the form of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html and of the
    reasons in alarm e-mails.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    periods = len(values)
    if not known:
        treated = {"notBreaching": "NonBreaching", "breaching": "Breaching"}.get(alarm.get("TreatMissingData") or "")
        if treated is None:
            return f"Insufficient Data: no datapoints were received for {_counted(periods, 'period')}"
        were = "was" if periods == 1 else "were"
        return (
            f"Threshold Crossed: no datapoints were received for {_counted(periods, 'period')} and "
            f"{_counted(periods, 'missing datapoint')} {were} treated as [{treated}]."
        )
    shown = ", ".join(f"{value} ({_begun(alarm, place, now)})" for place, value in known)
    needed = alarm.get("DatapointsToAlarm") or periods
    were = ("was" if len(known) == 1 else "were") + ("" if new == "ALARM" else " not")
    return (
        f"Threshold Crossed: {len(known)} out of the last {periods} datapoints [{shown}] {were} "
        f"{_COMPARED[alarm['ComparisonOperator']]} the threshold ({float(alarm['Threshold'])}) "
        f"(minimum {_counted(min(needed, len(known)), 'datapoint')} for {old} -> {new} transition)."
    )


def _begun(alarm: Mapping[str, Any], place: int, now: float) -> str:
    seconds = alarm.get("Period", 60)
    return datetime.fromtimestamp(now - (place + 1) * seconds, UTC).strftime("%d/%m/%y %H:%M:%S")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


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
        now = self._clock()
        values = self._values(alarm, points, now)
        old, new = alarm["StateValue"], state_of(alarm, values)
        if old == new:
            return
        reason = reason_of(alarm, values, old, new, now)
        alarm |= {"StateValue": new, "StateReason": reason, "StateUpdatedTimestamp": int(now)}
        self._cloudwatch._record_history(alarm["AlarmName"], old, new, reason)
        self._cloudwatch._dispatch_alarm_actions(alarm, old, new, reason)
        self._cloudwatch._evaluate_parent_alarms(alarm)

    def _points(self, alarm: Mapping[str, Any]) -> Points:
        named = {it["Name"]: it.get("Value", "") for it in alarm.get("Dimensions") or []}
        key = (alarm["Namespace"], alarm["MetricName"], self._cloudwatch._dims_key(named))
        return list(self._cloudwatch._metrics.get(key) or ())

    def _values(self, alarm: Mapping[str, Any], points: Points, now: float) -> list[float | None]:
        periods = by_period(points, alarm.get("Period", 60), alarm.get("EvaluationPeriods", 1), now)
        return [self._value(alarm, found) if found else None for found in periods]

    def _value(self, alarm: Mapping[str, Any], points: Points) -> float | None:
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
        value: float | None = self._cloudwatch._stat_value(self._cloudwatch._calc_stats(points), statistic, points)
        return value


def install(clock: Callable[[], float]) -> None:
    """Put it in the place of MiniStack's function; `clock` gives epoch seconds."""
    cloudwatch: Any = import_module("ministack.services.cloudwatch")
    cloudwatch._evaluate_alarm = AlarmStates(cloudwatch, clock).evaluate
