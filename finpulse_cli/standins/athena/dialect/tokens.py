"""The text of a query as tokens, each with its place, as Trino's lexer cuts it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finpulse_cli.standins.athena.dialect.errors import invalid, refused

_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\r\n]*|/\*.*?\*/)
      | (?P<prefixed>(?:[xX]|[uU]&)'(?:[^']|'')*')
      | (?P<text>'(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")+")
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<double>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+)
      | (?P<decimal>[0-9]+\.[0-9]*|\.[0-9]+)
      | (?P<integer>[0-9]+)(?![A-Za-z_])
      | (?P<symbol>->|=>|<=|>=|<>|!=|\|\||[()\[\],.+\-*/%<>=?;:])
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SQL: word, name (in double quotes), text, integer, decimal, double, symbol or end.

    `value` is without quotes; a word keeps its letters. `place` counts characters from 0.
    """

    kind: str
    value: str
    place: int


def tokens_of(sql: str) -> list[Token]:
    """The tokens of a statement, an end behind them. Raises QuerySyntaxError."""
    found: list[Token] = []
    place = 0
    while place < len(sql):
        match = _TOKEN.match(sql, place)
        if match is None or match.lastgroup is None:
            raise invalid(f"{where(sql, place)}: the character {sql[place]!r} has no place here")
        if match.lastgroup == "prefixed":
            raise refused("a literal in hexadecimal or Unicode form", "write the text itself, or from_hex('…')")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, _value(match.lastgroup, match[0]), place))
        place = match.end()
    return [*found, Token("end", "the end of the query", len(sql))]


def where(sql: str, place: int) -> str:
    """`line 1:8`, as Athena says it."""
    before = sql[:place]
    return f"line {before.count(chr(10)) + 1}:{place - before.rfind(chr(10))}"


def _value(kind: str, text: str) -> str:
    if kind == "text":
        return text[1:-1].replace("''", "'")
    return text[1:-1].replace('""', '"') if kind == "name" else text
