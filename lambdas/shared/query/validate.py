"""Whether SQL is one SELECT over the lake's tables. The first of two walls: the second is what the caller may read.

It decides by tokens and their places. Where a query begins stands SELECT, WITH or VALUES; where a relation stands, a
table of the lake, a name that the query itself defines, a subquery or UNNEST. Elsewhere a word is only a name, so that
`truncate(price, 1)` and a column called `load` are what they are. docs/decisions/query-validation.md says why it is not
a parser.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lambdas.shared.errors import QueryRefusedError
from lambdas.shared.query.tokens import Token, tokens_of

MAX_LENGTH = 10_000
CATALOG = "awsdatacatalog"
_BEGINNINGS = ("select", "with")
_SUBQUERIES = ("select", "with", "values")
# Words that Trino reserves, so no name can be one, and that stand only where something is changed or TABLE reads.
_NEVER = ("insert", "into", "delete", "create", "alter", "drop", "prepare", "execute", "deallocate", "table")
_SET_OPERATIONS = ("union", "except", "intersect")
# Words after which the list of a FROM is over.
_CLAUSES = (
    *("where", "group", "order", "having", "limit", "offset", "fetch", "window"),
    *("union", "except", "intersect", "select"),
)
# Functions whose arguments may hold a FROM that is no clause.
_FROM_INSIDE = ("extract", "trim", "substring", "overlay", "position")
_NOWHERE = Token("symbol", "")


@dataclass(frozen=True, slots=True)
class Lake:
    """What may be read: a Glue database and its tables, all in lower case."""

    database: str
    tables: frozenset[str]


@dataclass(slots=True)
class _Level:
    """One pair of brackets, or the whole query. `opener` is the word before the bracket.

    `in_with` from a WITH to the query behind its definitions, `expects_query` where only a query can come next.
    """

    opener: str = ""
    in_from: bool = False
    in_with: bool = False
    expects_relation: bool = False
    expects_query: bool = False


def require_select(sql: str, lake: Lake) -> None:
    """Raises QueryRefusedError, with the reason for people, unless `sql` is one SELECT over the lake's tables."""
    if len(sql) > MAX_LENGTH:
        raise QueryRefusedError(f"the query is longer than {MAX_LENGTH} characters")
    tokens = tokens_of(sql)
    if not tokens:
        raise QueryRefusedError("the query is empty")
    if not tokens[0].is_word(*_BEGINNINGS):
        raise QueryRefusedError("only SELECT is allowed, or WITH … SELECT")
    _Walk(tokens, lake).run()


class _Walk:
    """One pass over the tokens with a stack of brackets."""

    def __init__(self, tokens: list[Token], lake: Lake) -> None:
        self._tokens = tokens
        self._lake = lake
        self._defined = _defined_names(tokens)
        self._levels = [_Level(expects_query=True)]

    def run(self) -> None:
        """Raises QueryRefusedError at the first thing that may not be."""
        place = 0
        while place < len(self._tokens):
            place = self._step(place)
        if len(self._levels) > 1:
            raise QueryRefusedError("a bracket is never closed")
        self._require_nothing_expected()

    def _step(self, place: int) -> int:
        """Takes the token at `place` in; returns the place of the next one."""
        token, level = self._tokens[place], self._levels[-1]
        if token.is_word(*_NEVER):
            raise QueryRefusedError(f"{token.value.upper()} is not allowed; a query only reads")
        if level.expects_relation:
            return self._relation(place)
        if level.expects_query:
            self._begin_query(token, self._at(place - 1))
        if token.is_symbol("(") or token.is_symbol("["):
            self._open(place)
        elif token.is_symbol(")") or token.is_symbol("]"):
            self._close(self._at(place + 1))
        else:
            self._word(place)
        return place + 1

    def _begin_query(self, token: Token, before: Token) -> None:
        """What stands where a query begins."""
        level = self._levels[-1]
        if token.is_word("all", "distinct") and before.is_word(*_SET_OPERATIONS):
            return
        if not token.is_word(*_SUBQUERIES) and not token.is_symbol("("):
            raise QueryRefusedError("only SELECT is allowed, or WITH … SELECT")
        level.expects_query = False
        level.in_with = token.is_word("with")

    def _word(self, place: int) -> None:
        """A word or a symbol that is no bracket."""
        token, level = self._tokens[place], self._levels[-1]
        if token.is_word("from"):
            self._from(place)
        elif level.in_from and (token.is_word("join") or token.is_symbol(",")):
            level.expects_relation = True
        elif token.is_word(*_SET_OPERATIONS):
            level.in_from, level.expects_query = False, True
        elif token.is_word(*_CLAUSES):
            level.in_from = False

    def _from(self, place: int) -> None:
        level = self._levels[-1]
        compares = self._at(place - 1).is_word("distinct") and self._at(place - 2).is_word("is", "not")
        if level.opener not in _FROM_INSIDE and not compares:
            level.in_from = level.expects_relation = True

    def _open(self, place: int) -> None:
        before = self._at(place - 1)
        begins = self._at(place + 1).is_word(*_SUBQUERIES) or (before.is_word("as") and self._levels[-1].in_with)
        self._levels.append(_Level(opener=before.value if before.kind == "word" else "", expects_query=begins))

    def _close(self, following: Token) -> None:
        self._require_nothing_expected()
        if len(self._levels) == 1:
            raise QueryRefusedError("a bracket is closed that was never opened")
        closed = self._levels.pop()
        level = self._levels[-1]
        if level.in_with and closed.opener == "as" and not following.is_symbol(","):
            # the last definition of a WITH: what follows is the query, and no statement that changes something
            level.in_with, level.expects_query = False, True

    def _require_nothing_expected(self) -> None:
        if self._levels[-1].expects_relation:
            raise QueryRefusedError("a table's name is missing behind FROM, JOIN or a comma")
        if self._levels[-1].expects_query:
            raise QueryRefusedError("a query is missing, SELECT … is expected")

    def _relation(self, place: int) -> int:
        """What stands where a table does; returns the place behind its name, or inside its bracket."""
        level, token, following = self._levels[-1], self._tokens[place], self._at(place + 1)
        if token.is_word("lateral") and following.is_symbol("("):
            return place + 1
        level.expects_relation = False
        if token.is_word("unnest") and following.is_symbol("("):
            return place + 1
        if token.is_symbol("("):
            inner = not following.is_word(*_SUBQUERIES)
            self._levels.append(_Level(in_from=inner, expects_relation=inner, expects_query=not inner))
            return place + 1
        parts = self._dotted(place)
        self._require_allowed(parts)
        behind = place + 2 * len(parts) - 1
        if self._at(behind).is_symbol("("):
            raise QueryRefusedError(f"{parts[-1]}(…) is not a table of the lake")
        return behind

    def _dotted(self, place: int) -> list[str]:
        """The parts of a dotted name, in lower case as Glue keeps them."""
        parts: list[str] = []
        while True:
            token = self._at(place)
            if token.kind not in ("word", "name"):
                raise QueryRefusedError("behind FROM, JOIN or a comma stands no table's name")
            parts.append(token.value.lower())
            if not self._at(place + 1).is_symbol("."):
                return parts
            place += 2

    def _require_allowed(self, parts: list[str]) -> None:
        *outer, table = parts
        known = self._lake
        if outer in ([], [known.database], [CATALOG, known.database]) and table in known.tables:
            return
        if not outer and table in self._defined:
            return
        tables = ", ".join(sorted(known.tables))
        raise QueryRefusedError(f"{'.'.join(parts)} is not a table of the lake; it has {tables}")

    def _at(self, place: int) -> Token:
        return self._tokens[place] if 0 <= place < len(self._tokens) else _NOWHERE


def _defined_names(tokens: list[Token]) -> frozenset[str]:
    """Names that the query gives to its own subqueries: `name AS (SELECT …`, `name (a, b) AS (SELECT …`."""
    names = set()
    for place, (first, second) in enumerate(pairwise(tokens)):
        third = tokens[place + 2] if place + 2 < len(tokens) else _NOWHERE
        if not (first.is_word("as") and second.is_symbol("(") and third.is_word(*_SUBQUERIES)):
            continue
        before = _before_columns(tokens, place - 1)
        if before >= 0 and tokens[before].kind in ("word", "name"):
            names.add(tokens[before].value.lower())
    return frozenset(names)


def _before_columns(tokens: list[Token], place: int) -> int:
    """The place before a list of columns in brackets that ends at `place`; `place` itself when there is none."""
    if place < 0 or not tokens[place].is_symbol(")"):
        return place
    while place >= 0 and not tokens[place].is_symbol("("):
        place -= 1
    return place - 1
