"""Names of types as a CAST has them."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.cursor import Cursor
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.types import MAX_PRECISION, Type, array, decimal, map_of, timestamp, zoned

_ALIASES = {"int": "integer", "dec": "decimal", "numeric": "decimal"}
_PLAIN = ("boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "varbinary", "date")


def type_name(at: Cursor) -> Type:
    """Reads a type. Raises QuerySyntaxError for one that is not on this target."""
    found = _base(at)
    while at.words("array"):
        found = array(found)
    return found


def _base(at: Cursor) -> Type:
    word = at.name().lower()
    word = _ALIASES.get(word, word)
    if word == "double":
        at.words("precision")
    if word in _PLAIN:
        return Type(word)
    if word in ("decimal", "varchar", "timestamp"):
        return _sized(at, word)
    if word in ("array", "map") and at.is_symbol("(", "<"):
        return _nested(at, word)
    if word == "row" and at.symbol("("):
        return _row(at)
    raise refused(f"the type {word}", "see docs/sql.md for the types")


def _sized(at: Cursor, word: str) -> Type:
    sizes = _sizes(at)
    if word == "varchar":
        return Type("varchar", sizes)
    if word == "decimal":
        precision, scale = (*sizes, 0)[:2] if sizes else (MAX_PRECISION, 0)
        if not 0 < precision <= MAX_PRECISION or scale > precision:
            raise invalid(f"no decimal has the precision {precision} and the scale {scale}")
        return decimal(precision, scale)
    [precision] = sizes or (3,)
    if precision > 6:
        raise refused(f"timestamp({precision})", "use timestamp(6) or less")
    if at.words("with", "time", "zone"):
        return zoned("UTC", precision)
    at.words("without", "time", "zone")
    return timestamp(precision)


def _sizes(at: Cursor) -> tuple[int, ...]:
    if not at.symbol("("):
        return ()
    sizes = [at.whole()]
    while at.symbol(","):
        sizes.append(at.whole())
    at.need_symbol(")")
    return tuple(sizes)


def _nested(at: Cursor, word: str) -> Type:
    closing = ")" if at.take().value == "(" else ">"
    first = type_name(at)
    second = None
    if word == "map":
        at.need_symbol(",")
        second = type_name(at)
    at.need_symbol(closing)
    return array(first) if second is None else map_of(first, second)


def _row(at: Cursor) -> Type:
    fields = []
    while True:
        named = at.is_name() and at.is_name(1)
        name = at.name().lower() if named else None
        fields.append((name, type_name(at)))
        if not at.symbol(","):
            break
    at.need_symbol(")")
    return Type("row", tuple(fields))
