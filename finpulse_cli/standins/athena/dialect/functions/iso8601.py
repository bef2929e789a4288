"""`from_iso8601_timestamp`: a text with its offset, as an instant in the zone of that offset."""

from __future__ import annotations

import re

from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments
from finpulse_cli.standins.athena.dialect.types import zoned
from finpulse_cli.standins.athena.dialect.values import Typed, quoted
from finpulse_cli.standins.athena.dialect.zones import instant, zone_named

_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?)?"
_OTHER = (
    "NOT_SUPPORTED: from_iso8601_timestamp reads 2026-11-20T14:31:00.000Z here, with Z or without an offset; "
    "the lake's columns have this form"
)


def from_iso8601_timestamp(call: Arguments) -> Typed:
    """Of a text written out with any offset, or of an expression whose texts are in UTC."""
    call.need(1)
    text = call.text(0)
    if isinstance(text.constant, str):
        return _written_out(text.constant)

    def body(v: str) -> str:
        fits = f"regexp_full_match({v}, {quoted(_MOMENT + 'Z?')})"
        # more than three decimals are cut, not rounded; the lake's own form is read as it is, which is faster
        cut = f"CAST(substring(rtrim({v}, 'Z'), 1, 23) AS TIMESTAMP)"
        usual = f"length({v}) = 24 AND suffix({v}, 'Z')"
        read = f"CASE WHEN {usual} THEN CAST({v} AS TIMESTAMP) ELSE {cut} END"
        return call.writer.guarded(f"{v} IS NOT NULL AND NOT {fits}", _OTHER, read)

    return Typed(call.simple(text, body), zoned("UTC"))


def _written_out(text: str) -> Typed:
    match = re.fullmatch(rf"({_MOMENT})(Z|[+-][0-9]{{2}}:[0-9]{{2}})?", text)
    if match is None:
        raise refused(
            f"from_iso8601_timestamp('{text}')", "write 2026-11-20T14:31:00.000Z or with an offset like -05:00"
        )
    zone = zone_named(match[match.re.groups]) if match[match.re.groups] else "UTC"
    moment = quoted(match[1].replace("T", " ")[:23])
    if len(match[1]) == 10 and match[match.re.groups]:
        raise invalid(f"Invalid format: '{text}'")
    return Typed(instant(f"CAST({moment} AS TIMESTAMP)", zone), zoned(zone))
