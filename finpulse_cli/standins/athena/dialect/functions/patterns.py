r"""Regular expressions: those whose pattern is written out and means the same to Java and to RE2."""

from __future__ import annotations

import re

from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.types import BIGINT, BOOLEAN, VARCHAR, array
from finpulse_cli.standins.athena.dialect.values import Typed, quoted

_OTHERWISE = re.compile(r"\(\?(?!:)|[*+?}]\+|\\[1-9kGZzAbBQEpPuxNRXhHvV]|\[\^?\[|&&|\$|[^\x20-\x7e]|\\$")
_MAYBE = re.compile(r"\)[*?{]|\|")


def _pattern(call: Arguments, place: int = 1) -> str:
    """The pattern as SQL. Raises QuerySyntaxError for one that the two engines may read otherwise."""
    text = call.literal(place)
    try:
        re.compile(text)
    except re.error as error:
        raise invalid(f"'{text}' is no regular expression: {error}") from error
    unescaped = re.sub(r"\\[^1-9kGZzAbBQEpPuxNRXhHvVa-zA-Z]", "..", text)
    trailing = unescaped.removesuffix("$")
    if _OTHERWISE.search(trailing):
        raise refused(f"the pattern '{text}'", "use plain characters, classes, groups, repetition and | only")
    return quoted(text if trailing == unescaped else f"{text[:-1]}\\z")


def _groups(call: Arguments, place: int) -> int:
    """The number of a group. Raises QuerySyntaxError for one that may match nothing."""
    if call.count <= place:
        return 0
    group, text = call.whole(place), call.literal(1)
    if not 0 <= group <= re.compile(text).groups:
        raise invalid(f"Pattern has {re.compile(text).groups} groups. Cannot access group {group}")
    if group and _MAYBE.search(text):
        raise refused("a group beside | or repeated groups", "use a pattern whose groups always match")
    return group


def _like(call: Arguments) -> Typed:
    call.need(2)
    return Typed(f"regexp_matches({call.text(0).sql}, {_pattern(call)})", BOOLEAN)


def _extract(call: Arguments) -> Typed:
    call.need(2, 3)
    pattern, group = _pattern(call), _groups(call, 2)

    def body(v: str) -> str:
        return f"CASE WHEN regexp_matches({v}, {pattern}) THEN regexp_extract({v}, {pattern}, {group}) END"

    return Typed(call.simple(call.text(0), body), VARCHAR)


def _extract_all(call: Arguments) -> Typed:
    call.need(2, 3)
    found = f"regexp_extract_all({call.text(0).sql}, {_never_empty(call)}, {_groups(call, 2)})"
    return Typed(found, array(VARCHAR))


def _count(call: Arguments) -> Typed:
    call.need(2)
    return Typed(f"len(regexp_extract_all({call.text(0).sql}, {_never_empty(call)}))", BIGINT)


def _never_empty(call: Arguments) -> str:
    if re.compile(call.literal(1)).match("") is not None:
        raise refused("a pattern that matches nothing at all", "use one that takes a character at least")
    return _pattern(call)


def _replace(call: Arguments) -> Typed:
    call.need(2, 3)
    pattern = _never_empty(call)
    behind = call.literal(2) if call.count == 3 else ""
    if re.search(r"\$(?![1-9])|\$\d\d|\\", behind):
        raise refused(f"the replacement '{behind}'", "use plain characters and groups from $1 to $9")
    if "$" in behind and _MAYBE.search(call.literal(1)):
        raise refused("a group beside | or repeated groups", "use a pattern whose groups always match")
    behind = re.sub(r"\$(\d)", r"\\\1", behind)
    return Typed(f"regexp_replace({call.text(0).sql}, {pattern}, {quoted(behind)}, 'g')", VARCHAR)


def _split(call: Arguments) -> Typed:
    call.need(2)
    return Typed(f"string_split_regex({call.text(0).sql}, {_never_empty(call)})", array(VARCHAR))


FUNCTIONS: dict[str, Function] = {
    "regexp_like": _like,
    "regexp_extract": _extract,
    "regexp_extract_all": _extract_all,
    "regexp_count": _count,
    "regexp_replace": _replace,
    "regexp_split": _split,
}
