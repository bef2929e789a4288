"""The grammar of functions: arguments, what may stand behind them, and the few that are written otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.cursor import Cursor
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.types import VARCHAR

if TYPE_CHECKING:
    from finpulse_cli.standins.athena.dialect.nodes import Expression, Query

_T = TypeVar("_T")
_FIELDS = {"dow": "day_of_week", "doy": "day_of_year", "yow": "year_of_week", "day_of_month": "day"}
_EXTRACTED = (
    *("year", "quarter", "month", "week", "day", "day_of_month", "day_of_week", "dow", "day_of_year", "doy"),
    *("year_of_week", "yow", "hour", "minute", "second"),
)


class CallGrammar:
    """Reads what a function's name begins."""

    def __init__(self, at: Cursor) -> None:
        self.at = at

    def expression(self) -> Expression:
        """A whole expression."""
        raise NotImplementedError

    def value(self) -> Expression:
        """Without AND, OR, NOT and predicates."""
        raise NotImplementedError

    def bracketed_query(self) -> Query:
        """A query in brackets."""
        raise NotImplementedError

    def listed(self, opening: str, closing: str, read: Callable[[], _T]) -> tuple[_T, ...]:
        """A list between brackets, which may be empty."""
        self.at.need_symbol(opening)
        if self.at.symbol(closing):
            return ()
        found = [read()]
        while self.at.symbol(","):
            found.append(read())
        self.at.need_symbol(closing)
        return tuple(found)

    def bracketed(self, read: Callable[[], _T]) -> tuple[_T, ...]:
        """A list between round brackets that has something in it."""
        found = self.listed("(", ")", read)
        if not found:
            raise self.at.unexpected("expecting an expression")
        return found

    def call(self, name: str) -> Expression:
        """The arguments of a function, and what follows them."""
        if name == "row":
            return nodes.Items("row", self.bracketed(self.expression))
        self.at.need_symbol("(")
        star = self.at.symbol("*")
        distinct = not star and self.at.words("distinct")
        if not distinct and not star and self.at.is_word("all") and not self.at.is_symbol(",", ")", count=1):
            self.at.take()
        arguments: list[Expression] = []
        if not star and not self.at.is_symbol(")") and not self.at.is_word("order"):
            arguments.append(self.expression())
            while self.at.symbol(","):
                arguments.append(self.expression())
        order = self.order_by()
        self.at.need_symbol(")")
        condition = self._filter()
        nulls = self._nulls()
        window = self._over()
        if nulls and window is None:
            raise invalid(f"{nulls} NULLS needs OVER")
        return nodes.Call(name, tuple(arguments), star, distinct, order, condition, window, nulls)

    def order_by(self) -> tuple[nodes.Sort, ...]:
        """ORDER BY, if it comes next."""
        if not self.at.words("order"):
            return ()
        self.at.need_words("by")
        found = [self._sort()]
        while self.at.symbol(","):
            found.append(self._sort())
        return tuple(found)

    def _sort(self) -> nodes.Sort:
        term = self.expression()
        descending = self.at.words("desc")
        if not descending:
            self.at.words("asc")
        nulls_first = self.at.words("nulls", "first")
        if not nulls_first:
            self.at.words("nulls", "last")
        return nodes.Sort(term, descending, nulls_first)

    def _filter(self) -> Expression | None:
        if not (self.at.is_word("filter") and self.at.is_symbol("(", count=1)):
            return None
        self.at.take()
        self.at.need_symbol("(")
        self.at.need_words("where")
        condition = self.expression()
        self.at.need_symbol(")")
        return condition

    def _nulls(self) -> str | None:
        for word in ("ignore", "respect"):
            if self.at.words(word, "nulls"):
                return word.upper()
        return None

    def _over(self) -> nodes.Window | None:
        if not (self.at.is_word("over") and (self.at.is_symbol("(", count=1) or self.at.is_name(1))):
            return None
        self.at.take()
        return self.window() if self.at.is_symbol("(") else nodes.Window(base=self.at.name().lower())

    def window(self) -> nodes.Window:
        """A window in brackets."""
        self.at.need_symbol("(")
        clause = self.at.is_word("partition", "order", "rows", "range", "groups", "measures")
        base = self.at.name().lower() if self.at.is_name() and not clause else None
        partition: list[Expression] = []
        if self.at.words("partition"):
            self.at.need_words("by")
            partition.append(self.expression())
            while self.at.symbol(","):
                partition.append(self.expression())
        order = self.order_by()
        frame = self._frame() if self.at.is_word("rows", "range", "groups") else None
        if not self.at.is_symbol(")"):
            raise self.at.unexpected("expecting ')'; MATCH_RECOGNIZE's clauses are not on this target")
        self.at.take()
        return nodes.Window(base, tuple(partition), order, frame)

    def _frame(self) -> nodes.Frame:
        unit = self.at.take().value.upper()
        if not self.at.words("between"):
            return nodes.Frame(unit, self._bound(), (None, "CURRENT ROW"))
        begin = self._bound()
        self.at.need_words("and")
        return nodes.Frame(unit, begin, self._bound())

    def _bound(self) -> tuple[Expression | None, str]:
        for words in (("current", "row"), ("unbounded", "preceding"), ("unbounded", "following")):
            if self.at.words(*words):
                return None, " ".join(words).upper()
        distance = self.expression()
        for word in ("preceding", "following"):
            if self.at.words(word):
                return distance, word.upper()
        raise self.at.unexpected("expecting PRECEDING or FOLLOWING")

    def extract(self) -> Expression:
        """`EXTRACT(field FROM x)`, as the function of the field's name."""
        self.at.need_symbol("(")
        field = self.at.name().lower()
        if field not in _EXTRACTED:
            raise refused(f"EXTRACT({field.upper()} …)", f"use one of {', '.join(_EXTRACTED)}")
        self.at.need_words("from")
        operand = self.value()
        self.at.need_symbol(")")
        return nodes.Call(_FIELDS.get(field, field), (operand,))

    def trim(self) -> Expression:
        """`TRIM([LEADING | TRAILING | BOTH] [characters] FROM x)`, or as a function."""
        self.at.need_symbol("(")
        side = "trim"
        for word, name in (("leading", "ltrim"), ("trailing", "rtrim"), ("both", "trim")):
            if self.at.words(word):
                side = name
                break
        if self.at.words("from"):
            arguments = [self.value()]
        else:
            arguments = [self.value()]
            if self.at.words("from"):
                arguments.insert(0, self.value())
            elif self.at.symbol(","):
                arguments.append(self.value())
        self.at.need_symbol(")")
        return nodes.Call(side, tuple(arguments))

    def position(self) -> Expression:
        """`POSITION(part IN x)`."""
        self.at.need_symbol("(")
        part = self.value()
        self.at.need_words("in")
        operand = self.value()
        self.at.need_symbol(")")
        return nodes.Call("strpos", (operand, part))

    def substring(self) -> Expression:
        """`SUBSTRING(x FROM start [FOR length])`, or as a function."""
        self.at.need_symbol("(")
        arguments = [self.value()]
        if self.at.words("from"):
            arguments.append(self.value())
            if self.at.words("for"):
                arguments.append(self.value())
        else:
            while self.at.symbol(","):
                arguments.append(self.value())
        self.at.need_symbol(")")
        return nodes.Call("substr", tuple(arguments))


def text_literal(text: str) -> nodes.Literal:
    """A text."""
    return nodes.Literal(text, VARCHAR)
