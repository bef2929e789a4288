"""Trino's SQL, which Athena speaks, as DuckDB's."""

from __future__ import annotations


class QuerySyntaxError(Exception):
    """A query is no Trino SQL; the text says where."""


def trino_to_duckdb(query: str) -> str:
    """The same query for DuckDB. Raises QuerySyntaxError for what is not one statement of Trino's SQL."""
    # imported late: the command line reads this package's names and seldom needs the parser
    import sqlglot
    from sqlglot import exp

    try:
        [tree] = sqlglot.parse(query, read="trino")
    except sqlglot.errors.SqlglotError as error:
        raise QuerySyntaxError(_where(error)) from error
    except ValueError as error:
        raise QuerySyntaxError("SYNTAX_ERROR: only one statement is allowed") from error
    if tree is None:
        return query
    for join in tree.find_all(exp.Join):
        # MiniStack finds tables behind FROM and JOIN only, not behind the comma of a list.
        if not any(join.args.get(part) for part in ("kind", "side", "method", "on", "using")):
            join.set("kind", "CROSS")
    for moment in list(tree.find_all(exp.FromISO8601Timestamp)):
        # Times of the lake are UTC. With a zone DuckDB would need an extension, which it downloads.
        moment.replace(exp.cast(moment.this.copy(), "timestamp"))
    return tree.sql(dialect="duckdb")


def _where(error: Exception) -> str:
    """The parser's complaint in one line, as Athena words its own."""
    [first, *_] = getattr(error, "errors", None) or [{}]
    if "line" not in first:
        return f"SYNTAX_ERROR: {str(error).splitlines()[0]}"
    return f"SYNTAX_ERROR: line {first['line']}:{first['col']}: {first['description']}"
