"""The grammar of expressions, as Trino's: what binds closest, what may stand where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.calls import CallGrammar
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.literals import decimal_literal, interval_literal, whole_literal
from finpulse_cli.standins.athena.dialect.typenames import type_name
from finpulse_cli.standins.athena.dialect.types import BOOLEAN, DATE, DOUBLE, UNKNOWN, VARCHAR, Type, timestamp, zoned

if TYPE_CHECKING:
    from finpulse_cli.standins.athena.dialect.nodes import Expression

_COMPARISONS = ("=", "<>", "!=", "<", "<=", ">", ">=")
_PREFIXED = ("date", "timestamp", "decimal", "time", "char", "json", "double", "real", "bigint", "varchar", "integer")
_JSON = ("json_array", "json_exists", "json_object", "json_query", "json_value", "listagg", "normalize")
_MOMENTS = ("current_date", "current_timestamp", "localtimestamp", "current_time", "localtime")
_KEYWORDS = ("case", "cast", "exists", "not")
_CALLED = ("try_cast", "extract", "trim", "position", "substring", "grouping")
_DEPTH = 60


class ExpressionGrammar(CallGrammar):
    """Reads expressions; queries inside them are read by who inherits."""

    depth = 0

    def expression(self) -> Expression:
        """A whole expression."""
        self.depth += 1
        if self.depth > _DEPTH:
            raise invalid("the query is nested too deeply")
        found = self._either()
        self.depth -= 1
        return found

    def _either(self) -> Expression:
        found = self._both()
        while self.at.words("or"):
            found = nodes.Binary("or", found, self._both())
        return found

    def _both(self) -> Expression:
        found = self._negation()
        while self.at.words("and"):
            found = nodes.Binary("and", found, self._negation())
        return found

    def _negation(self) -> Expression:
        if self.at.words("not"):
            return nodes.Unary("not", self._negation())
        return self._predicate(self.value())

    def _predicate(self, operand: Expression) -> Expression:
        """The one predicate that may stand behind a value."""
        if self.at.is_symbol(*_COMPARISONS):
            operator = self.at.take().value.replace("!=", "<>")
            if self.at.is_word("all", "any", "some") and self.at.is_symbol("(", count=1):
                kind = self.at.take().value.lower().replace("some", "any")
                return nodes.Nested(kind, self.bracketed_query(), operand, operator)
            return nodes.Binary(operator, operand, self.value())
        if self.at.words("is"):
            return self._is(operand)
        negated = self.at.words("not")
        for word, read in self._predicates().items():
            if self.at.words(word):
                return read(operand, negated)
        if negated:
            raise self.at.unexpected("expecting BETWEEN, IN or LIKE")
        return operand

    def _predicates(self) -> dict[str, Callable[[Expression, bool], Expression]]:
        return {"between": self._between, "in": self._in, "like": self._like}

    def _is(self, operand: Expression) -> Expression:
        negated = self.at.words("not")
        if self.at.words("null"):
            return nodes.Predicate("null", operand, (), negated)
        self.at.need_words("distinct", "from")
        return nodes.Predicate("distinct", operand, (self.value(),), negated)

    def _between(self, operand: Expression, negated: bool) -> Expression:
        low = self.value()
        self.at.need_words("and")
        return nodes.Predicate("between", operand, (low, self.value()), negated)

    def _in(self, operand: Expression, negated: bool) -> Expression:
        if self.at.is_word("select", "with", "values", count=1):
            return nodes.Nested("in", self.bracketed_query(), operand, negated=negated)
        return nodes.Predicate("in", operand, self.bracketed(self.expression), negated)

    def _like(self, operand: Expression, negated: bool) -> Expression:
        pattern = self.value()
        others = (pattern, self.value()) if self.at.words("escape") else (pattern,)
        return nodes.Predicate("like", operand, others, negated)

    def value(self) -> Expression:
        """Without AND, OR, NOT and predicates."""
        found = self._sum()
        while self.at.symbol("||"):
            found = nodes.Binary("||", found, self._sum())
        return found

    def _sum(self) -> Expression:
        found = self._product()
        while self.at.is_symbol("+", "-"):
            found = nodes.Binary(self.at.take().value, found, self._product())
        return found

    def _product(self) -> Expression:
        found = self._signed()
        while self.at.is_symbol("*", "/", "%"):
            found = nodes.Binary(self.at.take().value, found, self._signed())
        return found

    def _signed(self) -> Expression:
        if self.at.is_symbol("+", "-"):
            return nodes.Unary(self.at.take().value, self._signed())
        found = self._postfixed()
        while self.at.words("at"):
            if self.at.words("local"):
                raise refused("AT LOCAL", "write AT TIME ZONE and the zone's name")
            self.at.need_words("time", "zone")
            zone = self._postfixed()
            found = nodes.AtZone(found, zone)
        return found

    def _postfixed(self) -> Expression:
        found = self._primary()
        while self.at.is_symbol("[", "."):
            if self.at.take().value == ".":
                found = nodes.Member(found, self.at.name().lower())
            else:
                found = nodes.Subscript(found, self.value())
                self.at.need_symbol("]")
        return found

    def _primary(self) -> Expression:
        token = self.at.token
        constants: dict[str, Callable[[str], Expression]] = {
            "text": lambda text: nodes.Literal(text, VARCHAR),
            "integer": whole_literal,
            "decimal": decimal_literal,
            "double": lambda text: nodes.Literal(text, DOUBLE),
        }
        if token.kind in constants:
            return constants[token.kind](self.at.take().value)
        if self.at.is_symbol("("):
            return self._bracket()
        if self.at.is_symbol("?"):
            raise refused("a parameter (?)", "write the value itself")
        if token.kind == "word":
            return self._word(token.value.lower())
        if token.kind == "name":
            return self._column()
        raise self.at.unexpected("expecting an expression")

    def _bracket(self) -> Expression:
        """A query, a lambda's parameters, a row, or brackets around one expression."""
        if self.at.is_word("select", "with", "values", count=1):
            return nodes.Nested("scalar", self.bracketed_query())
        if self._is_lambda():
            parameters = self.bracketed(lambda: self.at.name().lower())
            self.at.need_symbol("->")
            return nodes.Lambda(parameters, self.expression())
        items = self.bracketed(self.expression)
        return items[0] if len(items) == 1 else nodes.Items("row", items)

    def _is_lambda(self) -> bool:
        count = 1
        if self.at.is_symbol(")", count=count):
            return self.at.is_symbol("->", count=count + 1)
        while self.at.is_name(count):
            if self.at.is_symbol(")", count=count + 1):
                return self.at.is_symbol("->", count=count + 2)
            if not self.at.is_symbol(",", count=count + 1):
                return False
            count += 2
        return False

    def _word(self, word: str) -> Expression:
        """What a word begins."""
        constants = {"null": UNKNOWN, "true": BOOLEAN, "false": BOOLEAN}
        if word in constants:
            self.at.take()
            return nodes.Literal("" if word == "null" else word, constants[word])
        if word in _KEYWORDS or (word in _CALLED and self._opens()):
            return self._keyword(word)
        if word in _MOMENTS:
            return self._moment()
        if word in _JSON:
            raise refused(f"{word.upper()}", "see docs/sql.md for what is")
        return self._typed(word)

    def _typed(self, word: str) -> Expression:
        """A literal that its type's name begins, or a name."""
        if word == "interval" and (self.at.ahead().kind == "text" or self.at.is_symbol("+", "-", count=1)):
            self.at.take()
            return self._interval()
        if word in _PREFIXED and self.at.ahead().kind == "text":
            return self._prefixed(word)
        if word == "array" and self.at.is_symbol("[", count=1):
            self.at.take()
            return nodes.Items("array", self.listed("[", "]", self.expression))
        return self._column()

    def _opens(self) -> bool:
        return self.at.is_symbol("(", count=1)

    def _keyword(self, word: str) -> Expression:
        self.at.take()
        read: dict[str, Callable[[], Expression]] = {
            "case": self._case,
            "cast": lambda: self._cast(safe=False),
            "try_cast": lambda: self._cast(safe=True),
            "exists": lambda: nodes.Nested("exists", self.bracketed_query()),
            "extract": self.extract,
            "trim": self.trim,
            "position": self.position,
            "substring": self.substring,
            "grouping": lambda: nodes.Call("grouping", self.bracketed(self.expression)),
        }
        if word not in read:
            raise self.at.unexpected("expecting a value")
        return read[word]()

    def _case(self) -> Expression:
        operand = None if self.at.is_word("when") else self.expression()
        branches = []
        while self.at.words("when"):
            condition = self.expression()
            self.at.need_words("then")
            branches.append((condition, self.expression()))
        if not branches:
            raise self.at.unexpected("expecting WHEN")
        otherwise = self.expression() if self.at.words("else") else None
        self.at.need_words("end")
        return nodes.Case(operand, tuple(branches), otherwise)

    def _cast(self, *, safe: bool) -> Expression:
        self.at.need_symbol("(")
        operand = self.expression()
        self.at.need_words("as")
        wanted = type_name(self.at)
        self.at.need_symbol(")")
        return nodes.Cast(operand, wanted, safe)

    def _moment(self) -> Expression:
        name = self.at.take().value.lower()
        if self.at.is_symbol("("):
            raise refused(f"a precision of {name}", f"write {name} alone")
        return nodes.Call(name)

    def _interval(self) -> Expression:
        negative = self.at.is_symbol("+", "-") and self.at.take().value == "-"
        if self.at.token.kind != "text":
            raise self.at.unexpected("expecting a text")
        text = self.at.take().value
        unit = self.at.name().lower()
        if self.at.words("to"):
            raise refused(f"INTERVAL … {unit.upper()} TO …", "add two intervals, INTERVAL '1' DAY + INTERVAL '2' HOUR")
        return interval_literal(text, unit, negative=negative)

    def _prefixed(self, word: str) -> Expression:
        """`DATE '…'` and its like."""
        self.at.take()
        text = self.at.take().value
        if word == "decimal":
            return decimal_literal(text)
        if word == "date":
            return nodes.Cast(nodes.Literal(text, VARCHAR), DATE, safe=False)
        if word == "timestamp":
            return self._timestamp(text)
        if word in ("double", "real", "bigint", "integer"):
            return nodes.Cast(nodes.Literal(text, VARCHAR), type_name_of(word), safe=False)
        if word == "varchar":
            return nodes.Literal(text, VARCHAR)
        raise refused(f"a literal of {word.upper()}", "use a timestamp or a text")

    def _timestamp(self, text: str) -> Expression:
        moment, zone = split_zone(text)
        digits = len(moment.partition(".")[2])
        if digits > 6:
            raise refused("a timestamp of more than six decimals", "write six")
        literal = nodes.Literal(moment, VARCHAR)
        # a literal has the precision it is written with, and shows three decimals at least
        without = nodes.Cast(literal, timestamp(digits), safe=False)
        return without if zone is None else nodes.Cast(literal, zoned(zone, digits), safe=False)

    def _column(self) -> Expression:
        """A column, a function, or a lambda's parameter."""
        if self.at.is_symbol("->", count=1):
            parameter = self.at.name().lower()
            self.at.take()
            return nodes.Lambda((parameter,), self.expression())
        if self.at.token.kind == "word" and self.at.is_symbol("(", count=1):
            return self.call(self.at.name().lower())
        parts = [self.at.name()]
        while self.at.is_symbol(".") and self.at.is_name(1):
            self.at.take()
            parts.append(self.at.name())
        return nodes.Name(tuple(part.lower() for part in parts), parts[-1])


def split_zone(text: str) -> tuple[str, str | None]:
    """A moment and its zone: an offset, or a name behind a space; None without one."""
    match = re.fullmatch(r"\s*(\d[\d\-]*(?: +\d[\d:.]*)?)\s*(?:([+-]\d\d:\d\d)|([A-Za-z][\w/+-]*))?\s*", text)
    if match is None:
        return text, None
    return match[1], match[2] or match[3]


def type_name_of(word: str) -> Type:
    """A type whose name is one word."""
    return Type(word)
