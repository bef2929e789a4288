"""Texts made by a format, and read by one: `format`, `date_format`, `format_datetime`, `date_parse`."""

from __future__ import annotations

import re

from finpulse_cli.standins.athena.dialect.casts import converted
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.types import DATE, VARCHAR, decimal, timestamp
from finpulse_cli.standins.athena.dialect.values import Typed, cast_text, quoted
from finpulse_cli.standins.athena.dialect.zones import local

# MySQL's specifiers as DuckDB's, and what they match when a text is read
_SHOWN = {
    "a": "%a",
    "b": "%b",
    "c": "%-m",
    "d": "%d",
    "e": "%-d",
    "f": "%f",
    "H": "%H",
    "h": "%I",
    "I": "%I",
    "i": "%M",
    "j": "%j",
    "k": "%-H",
    "l": "%-I",
    "M": "%B",
    "m": "%m",
    "p": "%p",
    "r": "%I:%M:%S %p",
    "S": "%S",
    "s": "%S",
    "T": "%H:%M:%S",
    "v": "%V",
    "W": "%A",
    "x": "%G",
    "Y": "%Y",
    "y": "%y",
    "%": "%%",
}
_READ = {
    "Y": ("%Y", "[0-9]{4}"),
    "m": ("%m", "[0-9]{2}"),
    "d": ("%d", "[0-9]{2}"),
    "H": ("%H", "[0-9]{2}"),
    "i": ("%M", "[0-9]{2}"),
    "s": ("%S", "[0-9]{2}"),
    "S": ("%S", "[0-9]{2}"),
    "f": ("%f", "[0-9]{1,6}"),
    "T": ("%H:%M:%S", "[0-9]{2}:[0-9]{2}:[0-9]{2}"),
}
# Joda's letters as DuckDB's
_JODA = {
    "yyyy": "%Y",
    "YYYY": "%Y",
    "yy": "%y",
    "MM": "%m",
    "M": "%-m",
    "MMM": "%b",
    "MMMM": "%B",
    "dd": "%d",
    "d": "%-d",
    "HH": "%H",
    "H": "%-H",
    "hh": "%I",
    "h": "%-I",
    "mm": "%M",
    "m": "%-M",
    "ss": "%S",
    "s": "%-S",
    "SSS": "%g",
    "EEE": "%a",
    "E": "%a",
    "EEEE": "%A",
    "a": "%p",
    "DDD": "%j",
    "ww": "%V",
    "xxxx": "%G",
}
_JAVA = re.compile(r"%(?P<flags>[-,0]*)(?P<width>\d*)(?:\.(?P<digits>\d+))?(?P<kind>[a-zA-Z%])")


def _date_format(call: Arguments) -> Typed:
    call.need(2)
    shown = _shown(call)
    made = ""
    for piece in re.findall(r"%.|[^%]+|%", call.literal(1), re.DOTALL):
        if not piece.startswith("%"):
            made += piece
        elif piece[1:] in _SHOWN:
            made += _SHOWN[piece[1:]]
        else:
            raise refused(f"'{piece}' in date_format", f"use one of {' '.join('%' + letter for letter in _SHOWN)}")
    return Typed(
        f"strftime({shown}, {quoted(made)})" if made else f"CASE WHEN {shown} IS NOT NULL THEN '' END", VARCHAR
    )


def _shown(call: Arguments) -> str:
    value = call.value(0)
    if value.type == DATE:
        value = converted(call.writer, value, timestamp(), safe=False)
    if value.type.name == "timestamp":
        return value.sql
    if value.type.name != "timestamp with time zone":
        raise invalid(f"{call.node.name} takes a timestamp, not {value.type}; use from_iso8601_timestamp or CAST")
    return local(value.sql, value.type.zone)


def _format_datetime(call: Arguments) -> Typed:
    call.need(2)
    shown, made = _shown(call), ""
    for piece in re.finditer(r"'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+|'", call.literal(1)):
        text = piece[0]
        if text == "''":
            made += "'"
        elif text.startswith("'") and len(text) > 1:
            made += text[1:-1].replace("''", "'").replace("%", "%%")
        elif text in _JODA:
            made += _JODA[text]
        elif text[0].isalpha() or text == "'":
            raise refused(f"'{text}' in format_datetime", f"use {' '.join(_JODA)}, or date_format")
        else:
            made += text.replace("%", "%%")
    if not made:
        raise invalid("Invalid pattern specification")
    return Typed(f"strftime({shown}, {quoted(made)})", VARCHAR)


def _date_parse(call: Arguments) -> Typed:
    """Texts that have all the digits that the format shows; any other fails."""
    call.need(2)
    made, pattern = "", ""
    for piece in re.findall(r"%.|[^%]|%", call.literal(1), re.DOTALL):
        if not piece.startswith("%"):
            made, pattern = made + piece, pattern + re.escape(piece)
        elif piece[1:] in _READ:
            form, digits = _READ[piece[1:]]
            made, pattern = made + form, pattern + digits
        else:
            raise refused(f"'{piece}' in date_parse", f"use one of {' '.join('%' + letter for letter in _READ)}")
    if "%Y" not in made or ("%d" in made and "%m" not in made):
        raise refused(f"date_parse with '{call.literal(1)}'", "use a format with %Y, %m and %d")

    def body(v: str) -> str:
        wrong = f"{v} IS NOT NULL AND NOT regexp_full_match({v}, {quoted(pattern)})"
        read = f"date_trunc('millisecond', strptime({v}, {quoted(made)}))"
        reason = "date_parse reads texts here that have every digit of the format"
        return call.writer.guarded(wrong, reason, read)

    return Typed(call.simple(call.text(0), body), timestamp())


def _format(call: Arguments) -> Typed:
    """Java's format: texts, whole numbers, and numbers with a number of decimals."""
    pattern, pieces, place, end = call.literal(0), [], 1, 0
    for match in _JAVA.finditer(pattern):
        pieces.append(quoted(pattern[end : match.start()]))
        end = match.end()
        if match["kind"] == "%":
            pieces.append("'%'")
            continue
        if place >= call.count:
            raise invalid(f"Format specifier '{match[0]}' has no argument")
        pieces.append(_formatted(call, match, call.value(place)))
        place += 1
    rest = pattern[end:]
    if "%" in rest or any("%" in piece and piece != "'%'" for piece in pieces if piece.startswith("'")):
        raise refused(f"the format '{pattern}'", "use %s, %d and %.2f, with a width, - , 0 or a comma")
    if place < call.count and place == 1:
        raise invalid("format has no place for its arguments")
    return Typed("(" + " || ".join([*pieces, quoted(rest)]) + ")", VARCHAR)


def _formatted(call: Arguments, match: re.Match[str], value: Typed) -> str:
    kind, flags = match["kind"], match["flags"]
    if kind == "s" and "," not in flags and "0" not in flags and match["digits"] is None:
        text = _as_text(value)
    elif kind == "d" and match["digits"] is None and value.type.is_whole:
        text = _grouped(f"CAST({value.sql} AS BIGINT)", flags)
    elif kind == "f" and (value.type.is_floating or value.type.name == "decimal"):
        text = _fixed(call, value, int(match["digits"] or 6), flags)
    else:
        raise refused(f"'{match[0]}' of {value.type} in format", "use %s of a text or a whole number, %d or %.2f")
    return _padded(call, text, flags, int(match["width"] or 0))


def _as_text(value: Typed) -> str:
    if value.type.name == "varchar":
        text = value.sql
    elif value.type.is_whole or value.type.name in ("boolean", "date"):
        text = f"CAST({value.sql} AS VARCHAR)"
    else:
        raise refused(f"%s of {value.type} in format", "use %.2f, or CAST it to a text")
    return f"coalesce({text}, 'null')"


def _grouped(number: str, flags: str) -> str:
    form = "{:,}" if "," in flags else "{}"
    return f"coalesce(format('{form}', {number}), 'null')"


def _fixed(call: Arguments, value: Typed, digits: int, flags: str) -> str:
    """Rounded half up from the shortest text of the number; a sign stays, also before zeros."""
    if digits > 20:
        raise refused("so many decimals in format", "use 20 or fewer")
    text = f"CAST({value.sql} AS VARCHAR)"
    exact = Typed(cast_text(text, decimal(38, digits)), decimal(38, digits))

    def body(v: str) -> str:
        if "," not in flags:
            return f"CAST(abs({v}) AS VARCHAR)"
        whole = f"format('{{:,}}', CAST(trunc(abs({v})) AS BIGINT))"
        if digits == 0:
            return whole
        return f"({whole} || '.' || split_part(CAST(abs({v}) AS VARCHAR), '.', 2))"

    number = call.writer.let(exact, body)
    sign = f"CASE WHEN {value.sql} < 0 THEN '-' ELSE '' END"
    shown = f"({sign} || {number})"
    if value.type.is_floating:
        shown = call.writer.guarded(f"NOT isfinite({value.sql})", "format of no finite number", shown)
    return f"coalesce({shown}, 'null')"


def _padded(call: Arguments, text: str, flags: str, width: int) -> str:
    if not width:
        if "-" in flags or "0" in flags:
            raise invalid("a flag of format needs a width")
        return text
    if "0" in flags and ("-" in flags or "," in flags):
        raise refused("0 with another flag in format", "use one of them")
    made = Typed(text, VARCHAR)
    if "0" in flags:
        return call.writer.let(made, lambda v: _with_zeros(v, width))
    side = "rpad" if "-" in flags else "lpad"
    return call.writer.let(made, lambda v: f"{side}({v}, greatest({width}, length({v}))::INTEGER, ' ')")


def _with_zeros(v: str, width: int) -> str:
    """Zeros between the sign and the digits."""
    whole = f"lpad({v}, greatest({width}, length({v}))::INTEGER, ' ')"
    signed = f"'-' || lpad(substring({v}, 2), {width - 1}, '0')"
    return (
        f"CASE WHEN length({v}) >= {width} OR {v} = 'null' THEN {whole} WHEN starts_with({v}, '-') THEN {signed} "
        f"ELSE lpad({v}, {width}, '0') END"
    )


FUNCTIONS: dict[str, Function] = {
    "date_format": _date_format,
    "format_datetime": _format_datetime,
    "date_parse": _date_parse,
    "format": _format,
}
