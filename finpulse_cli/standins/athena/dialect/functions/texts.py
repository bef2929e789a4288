"""Functions of texts."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.functions.conditional import require_strict
from finpulse_cli.standins.athena.dialect.types import BIGINT, INTEGER, VARCHAR, array, common_of
from finpulse_cli.standins.athena.dialect.values import Typed, quoted

_SPACE = quoted(
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680"
    + "".join(map(chr, range(0x2000, 0x200B))).replace("\u2007", "")
    + "\u2028\u2029\u205f\u3000"
)


def _length(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    if value.type.name == "varbinary":
        return Typed(f"octet_length({value.sql})", BIGINT)
    return Typed(f"length({call.text(0).sql})", BIGINT)


def _reverse(call: Arguments) -> Typed:
    call.need(1)
    value = call.value(0)
    if value.type.name == "array":
        return Typed(f"list_reverse({value.sql})", value.type)
    text, name = call.text(0), call.writer.fresh("i")
    # letter by letter: DuckDB's own keeps what is drawn as one together

    def body(v: str) -> str:
        letters = f"list_transform(range(length({v}), 0, -1), lambda {name}: substring({v}, {name}, 1))"
        return f"CASE WHEN {v} = '' THEN '' ELSE array_to_string({letters}, '') END"

    return Typed(call.simple(text, body), VARCHAR)


def _cased(name: str, call: Arguments) -> Typed:
    """Of ASCII: letters beyond it have another case in either engine, such as ß."""
    call.need(1)

    def body(v: str) -> str:
        reason = f"NOT_SUPPORTED: {name} of letters beyond ASCII is not on this target; compare the texts as they are"
        return call.writer.guarded(f"strlen({v}) <> length({v})", reason, f"{name}({v})")

    return Typed(call.simple(call.text(0), body), VARCHAR)


def _trim(name: str, call: Arguments) -> Typed:
    call.need(1, 2)
    characters = call.text(1).sql if call.count == 2 else _SPACE
    return Typed(f"{name}({call.text(0).sql}, {characters})", VARCHAR)


def _pad(name: str, call: Arguments) -> Typed:
    call.need(3)
    size, padding = call.as_type(1, BIGINT), call.literal(2)
    if not padding:
        raise invalid("Padding string must not be empty")
    wrong = f"{size.sql} < 0"
    sql = f"{name}({call.text(0).sql}, CAST({size.sql} AS INTEGER), {quoted(padding)})"
    return Typed(call.writer.guarded(wrong, "Target length must not be negative", sql), VARCHAR)


def _substr(call: Arguments) -> Typed:
    call.need(2, 3)
    start = call.as_type(1, BIGINT)
    length = call.as_type(2, BIGINT) if call.count == 3 else None
    fields = f"'t': {call.text(0).sql}, 's': {start.sql}" + (f", 'n': {length.sql}" if length else "")

    def body(v: str) -> str:
        taken = f"substring({v}.t, {v}.s{f', greatest({v}.n, 0)' if length else ''})"
        nothing = f"{v}.s = 0 OR -{v}.s > length({v}.t)"
        null = f"{v}.t IS NULL OR {v}.s IS NULL{f' OR {v}.n IS NULL' if length else ''}"
        return f"CASE WHEN {null} THEN NULL WHEN {nothing} THEN '' ELSE {taken} END"

    if isinstance(start.constant, int) and start.constant > 0 and (length is None or _is_whole(length)):
        size = "" if length is None else f", {max(0, int(length.constant or 0))}"
        return Typed(f"substring({call.text(0).sql}, {start.constant}{size})", VARCHAR)
    return Typed(call.simple(Typed(f"{{{fields}}}", VARCHAR), body), VARCHAR)


def _is_whole(value: Typed) -> bool:
    return isinstance(value.constant, int)


def _replace(call: Arguments) -> Typed:
    call.need(2, 3)
    if not call.literal(1):
        raise refused("replace of an empty text", "use concat")
    behind = call.text(2).sql if call.count == 3 else "''"
    return Typed(f"replace({call.text(0).sql}, {call.text(1).sql}, {behind})", VARCHAR)


def _split(call: Arguments) -> Typed:
    call.need(2)
    if not call.literal(1):
        raise invalid("The delimiter may not be the empty string")
    return Typed(f"string_split({call.text(0).sql}, {call.text(1).sql})", array(VARCHAR))


def _split_part(call: Arguments) -> Typed:
    call.need(3)
    if not call.literal(1):
        raise refused("split_part with an empty delimiter", "use substr")
    place = call.as_type(2, BIGINT)

    def body(v: str) -> str:
        part = f"string_split({call.text(0).sql}, {call.text(1).sql})[{v}]"
        return call.writer.guarded(f"{v} <= 0", "Index must be greater than zero", part)

    return Typed(call.simple(place, body), VARCHAR)


def _concat(call: Arguments) -> Typed:
    if call.count < 2:
        raise invalid("There must be two or more concatenation arguments")
    values = call.values()
    if any(value.type.name == "array" for value in values):
        return _concat_arrays(call, values)
    texts = [call.text(place).sql for place in range(call.count)]
    return Typed(f"({' || '.join(texts)})", VARCHAR)


def _concat_arrays(call: Arguments, values: list[Typed]) -> Typed:
    kind = common_of([value.type for value in values])
    if kind is None or kind.name != "array":
        raise refused("concat of an array and an element", "write ARRAY[element]")
    null = " OR ".join(f"{value.sql} IS NULL" for value in values)
    joined = coerced(call.writer, values[0], kind).sql
    for value in values[1:]:
        joined = f"list_concat({joined}, {coerced(call.writer, value, kind).sql})"
    return Typed(f"CASE WHEN {null} THEN NULL ELSE {joined} END", kind)


def _concat_ws(call: Arguments) -> Typed:
    """NULLs are left out, but for the separator."""
    require_strict(call)
    if call.count < 2:
        raise invalid("concat_ws takes a separator and texts")
    texts = [call.text(place).sql for place in range(call.count)]
    return Typed(f"CASE WHEN {texts[0]} IS NULL THEN NULL ELSE concat_ws({', '.join(texts)}) END", VARCHAR)


def _chr(call: Arguments) -> Typed:
    call.need(1)
    return Typed(f"chr(CAST({call.as_type(0, BIGINT).sql} AS INTEGER))", VARCHAR)


def _codepoint(call: Arguments) -> Typed:
    call.need(1)
    body = call.simple(
        call.text(0),
        lambda v: call.writer.guarded(f"length({v}) <> 1", "codepoint takes one character", f"unicode({v})"),
    )
    return Typed(f"CAST({body} AS INTEGER)", INTEGER)


FUNCTIONS: dict[str, Function] = {
    "length": _length,
    "lower": partial(_cased, "lower"),
    "upper": partial(_cased, "upper"),
    "reverse": _reverse,
    "trim": partial(_trim, "trim"),
    "ltrim": partial(_trim, "ltrim"),
    "rtrim": partial(_trim, "rtrim"),
    "lpad": partial(_pad, "lpad"),
    "rpad": partial(_pad, "rpad"),
    "substr": _substr,
    "substring": _substr,
    "replace": _replace,
    "split": _split,
    "split_part": _split_part,
    "concat": _concat,
    "concat_ws": _concat_ws,
    "chr": _chr,
    "codepoint": _codepoint,
}
