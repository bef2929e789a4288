"""The grammar of queries, as Trino's."""

from __future__ import annotations

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.cursor import Cursor
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.expressions import ExpressionGrammar

_NO_ALIAS = ("limit", "offset", "fetch", "window", "tablesample", "match_recognize")
_EVERY_SET = 256


def parsed(sql: str) -> nodes.Query:
    """The one query of a statement. Raises QuerySyntaxError."""
    grammar = QueryGrammar(Cursor(sql))
    found = grammar.query()
    grammar.at.symbol(";")
    if grammar.at.token.kind != "end":
        raise grammar.at.unexpected()
    return found


class QueryGrammar(ExpressionGrammar):
    """Reads queries."""

    def query(self) -> nodes.Query:
        """WITH, a body, and ORDER BY, OFFSET and LIMIT, in this order."""
        recursive = self.at.is_word("with") and self.at.is_word("recursive", count=1)
        common = self._with()
        body = self._union()
        order = self.order_by()
        offset = None
        if self.at.words("offset"):
            offset = self.at.whole()
            if not self.at.words("rows"):
                self.at.words("row")
        return nodes.Query(body, common, recursive, order, offset, self._limit())

    def bracketed_query(self) -> nodes.Query:
        """A query in brackets."""
        self.at.need_symbol("(")
        self.depth += 1
        if self.depth > 60:
            raise invalid("the query is nested too deeply")
        found = self.query()
        self.depth -= 1
        self.at.need_symbol(")")
        return found

    def _limit(self) -> int | None:
        if self.at.words("limit"):
            return None if self.at.words("all") else self.at.whole()
        if self.at.words("fetch"):
            raise refused("FETCH FIRST", "write LIMIT")
        return None

    def _with(self) -> tuple[nodes.Common, ...]:
        if not self.at.words("with"):
            return ()
        self.at.words("recursive")
        found = [self._common()]
        while self.at.symbol(","):
            found.append(self._common())
        return tuple(found)

    def _common(self) -> nodes.Common:
        name = self.at.name().lower()
        columns = self.bracketed(self.at.name) if self.at.is_symbol("(") else ()
        self.at.need_words("as")
        return nodes.Common(name, self.bracketed_query(), columns)

    def _union(self) -> nodes.Body:
        found = self._intersection()
        while self.at.is_word("union", "except"):
            operator = self.at.take().value.upper()
            found = nodes.SetOperation(operator, self._every(), found, self._intersection())
        return found

    def _intersection(self) -> nodes.Body:
        found = self._term()
        while self.at.words("intersect"):
            found = nodes.SetOperation("INTERSECT", self._every(), found, self._term())
        return found

    def _every(self) -> bool:
        if self.at.words("all"):
            return True
        self.at.words("distinct")
        return False

    def _term(self) -> nodes.Body:
        if self.at.is_symbol("("):
            return self.bracketed_query()
        if self.at.words("values"):
            rows = [self._row()]
            while self.at.symbol(","):
                rows.append(self._row())
            return nodes.Values(tuple(rows))
        if self.at.is_word("table"):
            raise refused("TABLE name", "write SELECT * FROM name")
        self.at.need_words("select")
        return self._select()

    def _row(self) -> tuple[nodes.Expression, ...]:
        value = self.expression()
        return value.items if isinstance(value, nodes.Items) and value.kind == "row" else (value,)

    def _select(self) -> nodes.Select:
        distinct = self.at.words("distinct")
        if not distinct and self.at.is_word("all") and not self.at.is_symbol(",", "(", ".", count=1):
            self.at.take()
        items = [self._item()]
        while self.at.symbol(","):
            items.append(self._item())
        relation = self._from() if self.at.words("from") else None
        where = self.expression() if self.at.words("where") else None
        grouping = self._group_by() if self.at.words("group", "by") else None
        having = self.expression() if self.at.words("having") else None
        return nodes.Select(tuple(items), distinct, relation, where, grouping, having, self._windows())

    def _windows(self) -> tuple[tuple[str, nodes.Window], ...]:
        found: list[tuple[str, nodes.Window]] = []
        if self.at.is_word("window") and self.at.is_word("as", count=2):
            self.at.take()
            while True:
                name = self.at.name().lower()
                self.at.need_words("as")
                found.append((name, self.window()))
                if not self.at.symbol(","):
                    break
        return tuple(found)

    def _item(self) -> nodes.Item | nodes.Star:
        if self.at.symbol("*"):
            return self._star(())
        prefix = self._prefix()
        if prefix is not None:
            return self._star(prefix)
        expression = self.expression()
        if self.at.words("as"):
            return nodes.Item(expression, self.at.name())
        alias = self.at.name() if self.at.is_name() and not self.at.is_word(*_NO_ALIAS) else None
        return nodes.Item(expression, alias)

    def _star(self, prefix: tuple[str, ...]) -> nodes.Star:
        if self.at.is_word("as"):
            raise refused("SELECT *.* AS (…)", "name the columns one by one")
        return nodes.Star(prefix)

    def _prefix(self) -> tuple[str, ...] | None:
        """The names in front of `.*`, if that comes next."""
        count = 0
        while self.at.is_name(count) and self.at.is_symbol(".", count=count + 1):
            if self.at.is_symbol("*", count=count + 2):
                parts = []
                for _ in range(count // 2 + 1):
                    parts.append(self.at.name().lower())
                    self.at.take()
                self.at.take()
                return tuple(parts)
            count += 2
        return None

    def _from(self) -> nodes.Relation:
        found = self._joined()
        while self.at.symbol(","):
            found = nodes.Join("CROSS", found, self._joined())
        return found

    def _joined(self) -> nodes.Relation:
        found = self._aliased()
        while True:
            if self.at.words("cross", "join"):
                found = nodes.Join("CROSS", found, self._aliased())
            elif self.at.words("natural"):
                raise invalid("NATURAL JOIN is not supported, write JOIN … USING (…)")
            elif (kind := self._join_kind()) is not None:
                found = self._criteria(kind, found)
            else:
                return found

    def _join_kind(self) -> str | None:
        if self.at.words("join") or self.at.words("inner", "join"):
            return "INNER"
        for word in ("left", "right", "full"):
            if self.at.words(word, "join") or self.at.words(word, "outer", "join"):
                return word.upper()
        return None

    def _criteria(self, kind: str, left: nodes.Relation) -> nodes.Relation:
        right = self._aliased()
        if self.at.words("using"):
            return nodes.Join(kind, left, right, using=self.bracketed(lambda: self.at.name().lower()))
        self.at.need_words("on")
        return nodes.Join(kind, left, right, on=self.expression())

    def _aliased(self) -> nodes.Relation:
        found = self._primary_relation()
        if self.at.is_word("tablesample", "match_recognize") and not self.at.is_word("as", count=1):
            raise refused(self.at.token.value.upper(), "use WHERE, or a window function")
        explicit = self.at.words("as")
        if explicit or (self.at.is_name() and not self.at.is_word(*_NO_ALIAS)):
            name = self.at.name().lower()
            columns = self.bracketed(self.at.name) if self.at.is_symbol("(") else ()
            return nodes.Aliased(found, name, columns)
        return found

    def _primary_relation(self) -> nodes.Relation:
        if self.at.words("unnest"):
            arguments = self.bracketed(self.expression)
            return nodes.Unnest(arguments, self.at.words("with", "ordinality"))
        if self.at.is_word("lateral") and self.at.is_symbol("(", count=1):
            raise refused("LATERAL", "join a subquery, or use CROSS JOIN UNNEST(…)")
        if self.at.is_word("table") and self.at.is_symbol("(", count=1):
            raise refused("a table function", "use UNNEST(sequence(…))")
        if self.at.is_symbol("("):
            return self._relation_in_brackets()
        parts = [self.at.name().lower()]
        while self.at.symbol("."):
            parts.append(self.at.name().lower())
        return nodes.Table(tuple(parts))

    def _relation_in_brackets(self) -> nodes.Relation:
        count = 0
        while self.at.is_symbol("(", count=count):
            count += 1
        if self.at.is_word("select", "with", "values", "table", count=count):
            return self.bracketed_query()
        self.at.need_symbol("(")
        found = self._joined()
        self.at.need_symbol(")")
        return found

    def _group_by(self) -> tuple[nodes.Grouping, ...]:
        if self.at.is_word("all", "distinct", "auto") and not self.at.is_symbol(",", count=1):
            raise refused(f"GROUP BY {self.at.token.value.upper()}", "name the columns")
        found = [self._grouping()]
        while self.at.symbol(","):
            found.append(self._grouping())
        return tuple(found)

    def _grouping(self) -> nodes.Grouping:
        for word in ("rollup", "cube"):
            if self.at.words(word):
                return nodes.Grouping(word, self._sets(word))
        if self.at.words("grouping", "sets"):
            return nodes.Grouping("sets", self.bracketed(self._set))
        return nodes.Grouping("plain", (self._set(),))

    def _sets(self, word: str) -> tuple[tuple[nodes.Expression, ...], ...]:
        """The grouping sets that ROLLUP or CUBE stand for."""
        columns = self.bracketed(self.expression)
        if word == "rollup":
            return tuple(columns[:count] for count in range(len(columns), -1, -1))
        if 2 ** len(columns) > _EVERY_SET:
            raise refused("a CUBE of so many columns", "name the sets with GROUPING SETS")
        masks = range(2 ** len(columns) - 1, -1, -1)
        return tuple(tuple(c for place, c in enumerate(columns) if mask >> place & 1) for mask in masks)

    def _set(self) -> tuple[nodes.Expression, ...]:
        if self.at.is_symbol("(") and self.at.is_symbol(")", count=1):
            self.at.take()
            self.at.take()
            return ()
        value = self.expression()
        return value.items if isinstance(value, nodes.Items) and value.kind == "row" else (value,)
