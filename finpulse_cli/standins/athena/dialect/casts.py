"""One type's values as another's: where Trino does it without a word, and where a CAST asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from finpulse_cli.standins.athena.dialect.decimals import as_double
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.types import (
    DATE,
    DOUBLE,
    UNKNOWN,
    VARCHAR,
    Type,
    coerces,
    duckdb_name,
    timestamp,
    zoned,
)
from finpulse_cli.standins.athena.dialect.values import Typed, Writer, cast_text, quoted
from finpulse_cli.standins.athena.dialect.zones import instant, local

Converter: TypeAlias = Callable[[Writer, Typed, Type], Typed]

_WHOLE_TEXT = "[+-]?[0-9]+"
_NUMBER_TEXT = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_DATE_TEXT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME_TEXT = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_MOMENT_TEXT = f"{_DATE_TEXT}( {_TIME_TEXT})?"


def coerced(writer: Writer, value: Typed, wanted: Type) -> Typed:
    """The value where Trino wants the other type. Raises QuerySyntaxError where it would not take it."""
    if value.type == wanted:
        return value
    if wanted.name == "varchar" == value.type.name:
        return Typed(value.sql, wanted, value.constant, value.is_simple)
    if not coerces(value.type, wanted):
        raise invalid(f"{value.type} is not {wanted}; use CAST")
    return converted(writer, value, wanted, safe=False)


def converted(writer: Writer, value: Typed, wanted: Type, *, safe: bool) -> Typed:
    """CAST, or TRY_CAST, which gives NULL for what is no such value. Raises QuerySyntaxError for what Trino has not."""
    given = value.type
    if given == wanted:
        return value
    if given == UNKNOWN:
        return Typed(cast_text("NULL", wanted), wanted, None, is_simple=True)
    if wanted.name in ("array", "map", "row"):
        return _nested(writer, value, wanted, safe=safe)
    convert = CASTS.get((_family(given), _family(wanted)))
    if convert is None:
        raise invalid(f"Cannot cast {given} to {wanted}")
    writer.attempts += safe
    found = convert(writer, value, wanted)
    writer.attempts -= safe
    return found


def _family(kind: Type) -> str:
    if kind.is_whole:
        return "whole"
    return {"real": "floating", "double": "floating", "timestamp with time zone": "zoned"}.get(kind.name, kind.name)


def _plain(writer: Writer, value: Typed, wanted: Type) -> Typed:
    constant = value.constant if wanted.is_whole else None
    return Typed(writer.cast(value.sql, wanted), wanted, constant, value.is_simple)


def _text_as(pattern: str, *, also: tuple[str, ...] = ()) -> Converter:
    def convert(writer: Writer, value: Typed, wanted: Type) -> Typed:
        def body(text: str) -> str:
            fits = f"regexp_full_match({text}, {quoted(pattern)})"
            if also:
                fits += f" OR {text} IN ({', '.join(map(quoted, also))})"
            wrong = f"{text} IS NOT NULL AND NOT ({fits})"
            return writer.guarded(wrong, f"Cannot cast this text to {wanted}", writer.cast(text, wanted))

        return Typed(writer.let(value, body), wanted)

    return convert


def _text_to_boolean(writer: Writer, value: Typed, wanted: Type) -> Typed:
    def body(text: str) -> str:
        return (
            f"CASE WHEN lower({text}) IN ('t', 'true', '1') THEN true "
            f"WHEN lower({text}) IN ('f', 'false', '0') THEN false "
            f"WHEN {text} IS NOT NULL THEN CAST({writer.failure('Cannot cast this text to boolean')} AS BOOLEAN) END"
        )

    return Typed(writer.let(value, body), wanted)


def _text_to_number(writer: Writer, value: Typed, wanted: Type) -> Typed:
    also = ("NaN", "Infinity", "-Infinity", "+Infinity") if wanted.is_floating else ()
    return _text_as(_NUMBER_TEXT, also=also)(writer, value, wanted)


def _text_to_text(_: Writer, value: Typed, wanted: Type) -> Typed:
    if not wanted.parameters:
        return Typed(value.sql, VARCHAR, value.constant, value.is_simple)
    return Typed(f"substring({value.sql}, 1, {wanted.parameters[0]})", VARCHAR)


def _fitting(writer: Writer, text: Typed, wanted: Type) -> Typed:
    """A text that is no longer than `varchar(n)` has room for."""
    if not wanted.parameters:
        return text
    size = wanted.parameters[0]
    sql = writer.let(text, lambda v: writer.guarded(f"length({v}) > {size}", f"it does not fit {wanted}", v))
    return Typed(sql, VARCHAR)


def _to_text(writer: Writer, value: Typed, wanted: Type) -> Typed:
    return _fitting(writer, Typed(f"CAST({value.sql} AS VARCHAR)", VARCHAR), wanted)


def _moment_to_text(writer: Writer, value: Typed, wanted: Type) -> Typed:
    kind = value.type
    shown = value.sql if kind.name == "timestamp" else local(value.sql, kind.zone)
    text = moment_text(shown, kind.parameters[0])
    if kind.name != "timestamp":
        text = f"({text} || {quoted(' ' + kind.zone)})"
    return _fitting(writer, Typed(text, VARCHAR), wanted)


def moment_text(sql: str, precision: int, between: str = " ") -> str:
    """A timestamp with so many decimals of a second."""
    seconds = f"%Y-%m-%d{between}%H:%M:%S"
    if precision == 0:
        return f"strftime({sql}, '{seconds}')"
    if precision == 3:
        return f"strftime({sql}, '{seconds}.%g')"
    text = f"strftime({sql}, '{seconds}.%f')"
    return text if precision == 6 else f"substring({text}, 1, {20 + precision})"


def _floating_to_text(_: Writer, value: Typed, __: Type) -> Typed:
    raise refused(f"CAST({value.type} AS varchar)", "use format('%.4f', x), or cast to a decimal first")


def _floating_to_whole(writer: Writer, value: Typed, wanted: Type) -> Typed:
    def body(number: str) -> str:
        rounded = writer.cast(f"round({number})", wanted)
        return writer.guarded(f"NOT isfinite({number})", f"Cannot cast this number to {wanted}", rounded)

    return Typed(writer.let(value, body), wanted)


def _floating_to_decimal(writer: Writer, value: Typed, wanted: Type) -> Typed:
    if value.type.name == "real":
        raise refused("CAST(real AS decimal)", "cast to a double first")

    def body(number: str) -> str:
        rounded = writer.cast(f"CAST({number} AS VARCHAR)", wanted)
        return writer.guarded(f"NOT isfinite({number})", f"Cannot cast this number to {wanted}", rounded)

    return Typed(writer.let(value, body), wanted)


def _decimal_to_floating(writer: Writer, value: Typed, wanted: Type) -> Typed:
    if wanted == DOUBLE:
        sql = writer.let(value, lambda v: as_double(Typed(v, value.type, None, is_simple=True)).sql)
        return Typed(sql, DOUBLE)
    return Typed(f"CAST(CAST({value.sql} AS VARCHAR) AS FLOAT)", wanted)


def _to_boolean(_: Writer, value: Typed, wanted: Type) -> Typed:
    return Typed(f"({value.sql} <> 0)", wanted)


def _to_moment(_: Writer, value: Typed, wanted: Type) -> Typed:
    """To a timestamp without a zone."""
    if value.type == DATE:
        return Typed(f"CAST({value.sql} AS TIMESTAMP)", wanted, None, value.is_simple)
    shown = value.sql if value.type.name == "timestamp" else local(value.sql, value.type.zone)
    return Typed(rounded_moment(shown, value.type.parameters[0], wanted.parameters[0]), wanted)


def rounded_moment(sql: str, given: int, wanted: int) -> str:
    """A timestamp rounded half up to fewer decimals."""
    if wanted >= given:
        return sql
    units = {0: ("second", 500_000), 3: ("millisecond", 500)}
    if wanted not in units:
        raise refused(f"a cast to timestamp({wanted})", "cast to timestamp(3)")
    unit, half = units[wanted]
    return f"date_trunc('{unit}', {sql} + to_microseconds({half}))"


def _text_to_moment(writer: Writer, value: Typed, wanted: Type) -> Typed:
    read = _text_as(_MOMENT_TEXT)(writer, value, timestamp(6))
    precision = wanted.parameters[0]
    # a literal has no more decimals than its type
    exact = value.constant is not None and len(str(value.constant).partition(".")[2]) <= precision
    return Typed(read.sql if exact else rounded_moment(read.sql, 6, precision), wanted)


def _text_to_zoned(writer: Writer, value: Typed, wanted: Type) -> Typed:
    if value.constant is None:
        raise refused("CAST(varchar AS timestamp with time zone)", "use from_iso8601_timestamp")
    read = _text_as(_MOMENT_TEXT)(writer, value, timestamp(6))
    return Typed(instant(read.sql, wanted.zone), wanted)


def _to_zoned(writer: Writer, value: Typed, wanted: Type) -> Typed:
    """A time without a zone is one of the session's, which is UTC."""
    if value.type.name == "timestamp with time zone":
        precision = wanted.parameters[0]
        sql = rounded_moment(value.sql, value.type.parameters[0], precision)
        return Typed(sql, zoned(value.type.zone, precision), None, value.is_simple)
    if wanted.zone != "UTC":
        raise invalid(f"{value.type} is not {wanted}; use with_timezone")
    moment = _to_moment(writer, value, timestamp(wanted.parameters[0]))
    return Typed(moment.sql, wanted, None, moment.is_simple)


def _to_date(_: Writer, value: Typed, wanted: Type) -> Typed:
    shown = value.sql if value.type.name == "timestamp" else local(value.sql, value.type.zone)
    return Typed(f"CAST({shown} AS DATE)", wanted)


def _to_binary(_: Writer, value: Typed, wanted: Type) -> Typed:
    return Typed(f"encode({value.sql})", wanted)


def _nested(writer: Writer, value: Typed, wanted: Type, *, safe: bool) -> Typed:
    given = value.type
    if given.name != wanted.name or len(given.parameters) != len(wanted.parameters):
        raise invalid(f"Cannot cast {given} to {wanted}")
    if safe:
        raise refused(f"TRY_CAST to {wanted.name}", "try_cast the elements with transform(…)")
    if duckdb_name(given) == duckdb_name(wanted):
        return Typed(value.sql, wanted, None, value.is_simple)
    if wanted.name == "array":
        return _array(writer, value, wanted)
    if wanted.name == "map":
        return _map(writer, value, wanted)
    return _row(writer, value, wanted)


def _array(writer: Writer, value: Typed, wanted: Type) -> Typed:
    if value.type.parameters[0] == UNKNOWN:
        return Typed(cast_text(value.sql, wanted), wanted)
    name = writer.fresh("e")
    element = Typed(name, value.type.parameters[0], None, is_simple=True)
    inner = converted(writer, element, wanted.parameters[0], safe=False)
    return Typed(f"list_transform({value.sql}, lambda {name}: {inner.sql})", wanted)


def _map(writer: Writer, value: Typed, wanted: Type) -> Typed:
    def body(made: str) -> str:
        sides = []
        for place, function in enumerate(("map_keys", "map_values")):
            side = Typed(f"{function}({made})", Type("array", (value.type.parameters[place],)))
            sides.append(converted(writer, side, Type("array", (wanted.parameters[place],)), safe=False).sql)
        return f"CASE WHEN {made} IS NULL THEN NULL ELSE map({sides[0]}, {sides[1]}) END"

    return Typed(writer.let(value, body), wanted)


def _row(writer: Writer, value: Typed, wanted: Type) -> Typed:
    def body(made: str) -> str:
        fields = []
        for place, ((_, given), (_, kind)) in enumerate(zip(value.type.parameters, wanted.parameters, strict=True)):
            inner = converted(writer, Typed(f"{made}.f{place}", given, None, is_simple=True), kind, safe=False)
            fields.append(f"f{place} := {inner.sql}")
        return f"CASE WHEN {made} IS NULL THEN NULL ELSE struct_pack({', '.join(fields)}) END"

    return Typed(writer.let(value, body), wanted)


CASTS: dict[tuple[str, str], Converter] = {
    ("boolean", "whole"): _plain,
    ("boolean", "varchar"): _to_text,
    ("whole", "whole"): _plain,
    ("whole", "decimal"): _plain,
    ("whole", "floating"): _plain,
    ("whole", "boolean"): _to_boolean,
    ("whole", "varchar"): _to_text,
    ("decimal", "whole"): _plain,
    ("decimal", "decimal"): _plain,
    ("decimal", "floating"): _decimal_to_floating,
    ("decimal", "boolean"): _to_boolean,
    ("decimal", "varchar"): _to_text,
    ("floating", "floating"): _plain,
    ("floating", "whole"): _floating_to_whole,
    ("floating", "decimal"): _floating_to_decimal,
    ("floating", "boolean"): _to_boolean,
    ("floating", "varchar"): _floating_to_text,
    ("varchar", "varchar"): _text_to_text,
    ("varchar", "whole"): _text_as(_WHOLE_TEXT),
    ("varchar", "decimal"): _text_to_number,
    ("varchar", "floating"): _text_to_number,
    ("varchar", "boolean"): _text_to_boolean,
    ("varchar", "date"): _text_as(_DATE_TEXT),
    ("varchar", "timestamp"): _text_to_moment,
    ("varchar", "zoned"): _text_to_zoned,
    ("varchar", "varbinary"): _to_binary,
    ("date", "timestamp"): _to_moment,
    ("date", "zoned"): _to_zoned,
    ("date", "varchar"): _to_text,
    ("timestamp", "date"): _to_date,
    ("timestamp", "timestamp"): _to_moment,
    ("timestamp", "zoned"): _to_zoned,
    ("timestamp", "varchar"): _moment_to_text,
    ("zoned", "date"): _to_date,
    ("zoned", "timestamp"): _to_moment,
    ("zoned", "zoned"): _to_zoned,
    ("zoned", "varchar"): _moment_to_text,
}
"""Every cast there is, by the family of either type. Nested types go element by element."""
