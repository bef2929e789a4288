"""Functions of dates and timestamps. The session's zone is UTC, as at Athena."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.casts import converted, moment_text
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.functions.iso8601 import from_iso8601_timestamp
from finpulse_cli.standins.athena.dialect.types import BIGINT, DATE, DAY_TIME, DOUBLE, VARCHAR, Type, timestamp, zoned
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text
from finpulse_cli.standins.athena.dialect.zones import instant, local, zone_named

_MOMENTS = ("date", "timestamp", "timestamp with time zone")
_MILLISECONDS = {"millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_UNITS = (*_MILLISECONDS, *_DAYS, *_MONTHS)


def _moment(call: Arguments, place: int = 0) -> Typed:
    value = call.value(place)
    if value.type.name not in _MOMENTS:
        raise invalid(
            f"{call.node.name} takes a date or a timestamp, not {value.type}; use from_iso8601_timestamp or CAST"
        )
    return value


def _shown(value: Typed) -> str:
    """As the clock of its zone shows it."""
    return local(value.sql, value.type.zone) if value.type.name == _MOMENTS[2] else value.sql


def _unit(call: Arguments, value: Typed) -> str:
    unit = call.literal(0).lower()
    if unit not in _UNITS:
        raise invalid(f"'{unit}' is not a valid unit; use one of {', '.join(_UNITS)}")
    if value.type == DATE and unit in _MILLISECONDS:
        raise invalid(f"'{unit}' is not a valid DATE field")
    return unit


def _field(name: str, call: Arguments) -> Typed:
    call.need(1)
    return Typed(cast_text(f"{name}({_shown(_moment(call))})", BIGINT), BIGINT)


def _clock_field(name: str, call: Arguments) -> Typed:
    call.need(1)
    value = _moment(call)
    if value.type == DATE:
        raise invalid(f"{call.node.name} takes a timestamp, not a date")
    return Typed(cast_text(f"{name}({_shown(value)})", BIGINT), BIGINT)


def _millisecond(call: Arguments) -> Typed:
    found = _clock_field("millisecond", call)
    return Typed(f"({found.sql} % 1000)", BIGINT)


def _trunc(call: Arguments) -> Typed:
    call.need(2)
    value = _moment(call, 1)
    unit = _unit(call, value)
    truncated = f"date_trunc('{unit}', {_shown(value)})"
    if value.type.name == _MOMENTS[2]:
        return Typed(instant(cast_text(truncated, timestamp()), value.type.zone), value.type)
    return Typed(cast_text(truncated, value.type), value.type)


def _add(call: Arguments) -> Typed:
    call.need(3)
    count, value = call.as_type(1, BIGINT), _moment(call, 2)
    unit = _unit(call, value)
    if unit in _MILLISECONDS:
        return Typed(f"({value.sql} + to_microseconds({count.sql} * {_MILLISECONDS[unit] * 1000}))", value.type)
    span = f"to_days(CAST({count.sql} * {_DAYS[unit]} AS INTEGER))" if unit in _DAYS else ""
    span = span or f"to_months(CAST({count.sql} * {_MONTHS[unit]} AS INTEGER))"
    moved = f"({_shown(value)} + {span})"
    if value.type.name == _MOMENTS[2]:
        return Typed(instant(moved, value.type.zone), value.type)
    return Typed(cast_text(moved, value.type), value.type)


def _diff(call: Arguments) -> Typed:
    """Whole units between two moments, towards zero."""
    call.need(3)
    sides = [_moment(call, 1), _moment(call, 2)]
    if len({side.type.name for side in sides}) > 1:
        sides = _as_one_kind(call, sides)
    unit = _unit(call, sides[0])
    if unit in _MILLISECONDS:
        first, second = (f"epoch_ms(CAST({side.sql} AS TIMESTAMP))" for side in sides)
        return Typed(f"(({second} - {first}) // {_MILLISECONDS[unit]})", BIGINT)
    zone = sides[0].type
    shown = [_shown(Typed(side.sql, zone)) for side in sides]
    if unit in _DAYS:
        first, second = (f"epoch_ms(CAST({side} AS TIMESTAMP))" for side in shown)
        return Typed(f"(({second} - {first}) // {_DAYS[unit] * 86_400_000})", BIGINT)
    pair = Typed(f"{{'a': CAST({shown[0]} AS TIMESTAMP), 'b': CAST({shown[1]} AS TIMESTAMP)}}", BIGINT)
    return Typed(call.simple(pair, lambda v: _months_between(v, _MONTHS[unit])), BIGINT)


def _as_one_kind(call: Arguments, sides: list[Typed]) -> list[Typed]:
    if any(side.type.name == _MOMENTS[2] for side in sides):
        raise refused("date_diff of moments with and without a time zone", "cast both to timestamp")
    return [converted(call.writer, side, timestamp(), safe=False) for side in sides]


def _months_between(v: str, months: int) -> str:
    """Whole months; the last day of a month is as late in it as any day."""
    forth, back = f"datesub('month', {v}.a, {v}.b)", f"datesub('month', {v}.b, {v}.a)"
    return f"(CASE WHEN {v}.b >= {v}.a THEN {forth} ELSE -({back}) END // {months})"


def _last_day(call: Arguments) -> Typed:
    call.need(1)
    return Typed(f"last_day(CAST({_shown(_moment(call))} AS DATE))", DATE)


def _date(call: Arguments) -> Typed:
    call.need(1)
    return converted(call.writer, call.value(0), DATE, safe=False)


def _to_unixtime(call: Arguments) -> Typed:
    call.need(1)
    return Typed(f"epoch(CAST({_moment(call).sql} AS TIMESTAMP))", DOUBLE)


def _from_unixtime(call: Arguments) -> Typed:
    call.need(1, 2)
    zone = "UTC" if call.count == 1 else zone_named(call.literal(1))
    milliseconds = f"CAST(round({call.as_type(0, DOUBLE).sql} * 1000) AS BIGINT)"
    return Typed(f"make_timestamp({milliseconds} * 1000)", zoned(zone))


def _at_timezone(call: Arguments) -> Typed:
    call.need(2)
    value = _moment(call)
    if value.type == DATE:
        raise refused("AT TIME ZONE of a date", "cast it to a timestamp")
    return Typed(value.sql, zoned(zone_named(call.literal(1)), value.type.parameters[0]), None, value.is_simple)


def _with_timezone(call: Arguments) -> Typed:
    call.need(2)
    value = _moment(call)
    if value.type.name != "timestamp":
        raise invalid(f"with_timezone takes a timestamp without a zone, not {value.type}")
    zone = zone_named(call.literal(1))
    return Typed(instant(value.sql, zone), zoned(zone, value.type.parameters[0]))


def _now(kind: Type, call: Arguments) -> Typed:
    """When the query began."""
    call.need(0)
    moment = call.typing.moment
    if kind == DATE:
        return Typed(f"DATE '{moment:%Y-%m-%d}'", kind, None, is_simple=True)
    text = moment.isoformat(sep=" ", timespec="milliseconds")[:23]
    return Typed(f"TIMESTAMP '{text}'", kind, None, is_simple=True)


def _to_milliseconds(call: Arguments) -> Typed:
    call.need(1)
    return Typed(call.as_type(0, DAY_TIME).sql, BIGINT)


def _to_iso8601(call: Arguments) -> Typed:
    call.need(1)
    value = _moment(call)
    if value.type == DATE:
        return Typed(f"CAST({value.sql} AS VARCHAR)", VARCHAR)
    text = moment_text(_shown(value), value.type.parameters[0], "T")
    if value.type.name == "timestamp":
        return Typed(text, VARCHAR)
    zone = value.type.zone
    if "/" in zone:
        raise refused("to_iso8601 in a region's zone", "use AT TIME ZONE 'UTC' first")
    return Typed(f"({text} || '{'Z' if zone == 'UTC' else zone}')", VARCHAR)


def _from_iso8601_date(call: Arguments) -> Typed:
    call.need(1)
    return converted(call.writer, call.text(0), DATE, safe=False)


FUNCTIONS: dict[str, Function] = {
    "year": partial(_field, "year"),
    "quarter": partial(_field, "quarter"),
    "month": partial(_field, "month"),
    "week": partial(_field, "weekofyear"),
    "week_of_year": partial(_field, "weekofyear"),
    "day": partial(_field, "day"),
    "day_of_month": partial(_field, "day"),
    "day_of_week": partial(_field, "isodow"),
    "dow": partial(_field, "isodow"),
    "day_of_year": partial(_field, "dayofyear"),
    "doy": partial(_field, "dayofyear"),
    "year_of_week": partial(_field, "isoyear"),
    "yow": partial(_field, "isoyear"),
    "hour": partial(_clock_field, "hour"),
    "minute": partial(_clock_field, "minute"),
    "second": partial(_clock_field, "second"),
    "millisecond": _millisecond,
    "date_trunc": _trunc,
    "date_add": _add,
    "date_diff": _diff,
    "last_day_of_month": _last_day,
    "date": _date,
    "to_unixtime": _to_unixtime,
    "from_unixtime": _from_unixtime,
    "at_timezone": _at_timezone,
    "with_timezone": _with_timezone,
    "now": partial(_now, zoned("UTC")),
    "current_timestamp": partial(_now, zoned("UTC")),
    "localtimestamp": partial(_now, timestamp()),
    "current_date": partial(_now, DATE),
    "to_milliseconds": _to_milliseconds,
    "to_iso8601": _to_iso8601,
    "from_iso8601_date": _from_iso8601_date,
    "from_iso8601_timestamp": from_iso8601_timestamp,
}
