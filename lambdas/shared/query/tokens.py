"""SQL text as tokens, refusing whatever two SQL engines could read differently: comments, `;`, odd characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.errors import QueryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<comment>--|/\*)
      | (?P<text>'(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")+")
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<end>;)
      | (?P<symbol>->|=>|<=|>=|<>|!=|\|\||[()\[\],.+\-*/%<>=:])
    """,
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SQL. `kind` is word, name (in double quotes), text, number or symbol.

    `value` is a word in lower case, a quoted name without its quotes, anything else as it stands.
    """

    kind: str
    value: str

    def is_word(self, *words: str) -> bool:
        """Return whether it is one of these words, not in quotes."""
        return self.kind == "word" and self.value in words

    def is_symbol(self, symbol: str) -> bool:
        """Return whether it is this symbol."""
        return self.kind == "symbol" and self.value == symbol


def tokens_of(sql: str) -> list[Token]:
    """Return the tokens of one statement; a `;` may stand at its very end. Raises QueryRefusedError."""
    found: list[Token] = []
    ended = False
    for kind, value in _matches(sql):
        if kind == "space":
            continue
        if ended:
            raise QueryRefusedError("only one statement is allowed: take out what follows the ';'")
        if kind == "comment":
            raise QueryRefusedError(f"comments are not allowed: take out what follows {value!r}")
        ended = kind == "end"
        if not ended:
            found.append(_token(kind, value))
    return found


def _token(kind: str, value: str) -> Token:
    if kind == "word":
        return Token(kind, value.lower())
    if kind == "name":
        return Token(kind, value[1:-1].replace('""', '"'))
    return Token(kind, value)


def _matches(sql: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(sql):
        match = _TOKEN.match(sql, place)
        if match is None or match.lastgroup is None:
            raise QueryRefusedError(_unreadable(sql, place))
        yield match.lastgroup, match[0]
        place = match.end()


def _unreadable(sql: str, place: int) -> str:
    if sql[place] in "'\"":
        return f"the {sql[place]} at character {place + 1} is never closed"
    return f"the character {sql[place]!r} at {place + 1} has no place in a query"
