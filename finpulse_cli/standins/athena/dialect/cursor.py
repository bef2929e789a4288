"""Reads tokens one after the other."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect.errors import QuerySyntaxError, invalid
from finpulse_cli.standins.athena.dialect.tokens import Token, tokens_of, where

_RESERVED = """
    alter and as between by case cast constraint create cross cube current_catalog current_date current_path
    current_role current_schema current_time current_timestamp current_user deallocate delete describe distinct drop
    else end escape except execute exists extract false for from full group grouping having in inner insert
    intersect into is join json_array json_exists json_object json_query json_table json_value left like listagg
    localtime localtimestamp natural normalize not null on or order outer prepare recursive right rollup select skip
    table then trim true uescape union unnest using values when where with
"""
RESERVED = frozenset(_RESERVED.split())
"""Words that are no name unless they are in double quotes."""


class Cursor:
    """A place among the tokens of a query."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._tokens = tokens_of(sql)
        self._place = 0

    @property
    def token(self) -> Token:
        """The next one."""
        return self._tokens[self._place]

    def ahead(self, count: int = 1) -> Token:
        """The one `count` behind the next."""
        return self._tokens[min(self._place + count, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next one, and goes on."""
        token = self.token
        if token.kind != "end":
            self._place += 1
        return token

    def is_word(self, *words: str, count: int = 0) -> bool:
        """Whether the next one, or the one `count` behind it, is one of these words."""
        token = self.ahead(count)
        return token.kind == "word" and token.value.lower() in words

    def is_symbol(self, *symbols: str, count: int = 0) -> bool:
        """Whether the next one, or the one `count` behind it, is one of these symbols."""
        token = self.ahead(count)
        return token.kind == "symbol" and token.value in symbols

    def words(self, *words: str) -> bool:
        """Takes these words if they come next, all of them."""
        if not all(self.is_word(word, count=count) for count, word in enumerate(words)):
            return False
        self._place += len(words)
        return True

    def symbol(self, *symbols: str) -> bool:
        """Takes one of these symbols if it comes next."""
        if not self.is_symbol(*symbols):
            return False
        self._place += 1
        return True

    def need_words(self, *words: str) -> None:
        """Raises QuerySyntaxError unless these words come next."""
        if not self.words(*words):
            raise self.unexpected(f"expecting {' '.join(words).upper()}")

    def need_symbol(self, symbol: str) -> None:
        """Raises QuerySyntaxError unless this symbol comes next."""
        if not self.symbol(symbol):
            raise self.unexpected(f"expecting '{symbol}'")

    def is_name(self, count: int = 0) -> bool:
        """Whether a name comes next."""
        token = self.ahead(count)
        return token.kind == "name" or (token.kind == "word" and token.value.lower() not in RESERVED)

    def name(self) -> str:
        """A name as it is written. Raises QuerySyntaxError when none comes next."""
        if not self.is_name():
            raise self.unexpected("expecting a name")
        return self.take().value

    def whole(self) -> int:
        """A whole number. Raises QuerySyntaxError when none comes next."""
        if self.token.kind != "integer":
            raise self.unexpected("expecting a whole number")
        return int(self.take().value)

    def unexpected(self, hint: str = "") -> QuerySyntaxError:
        """What to raise when the next token has no place here."""
        behind = f", {hint}" if hint else ""
        return invalid(f"{where(self.sql, self.token.place)}: mismatched input '{self.token.value}'{behind}")
