"""Operators and clauses of a SELECT by what becomes of them; functions and casts have tables of their own."""

from __future__ import annotations

OPERATORS = {
    "same": ("AND, OR, NOT", "IS [NOT] NULL", "IS [NOT] DISTINCT FROM", "EXISTS", "|| of texts"),
    "rewritten": (
        "+ - * of numbers: the types of decimals are Trino's",
        "/ of whole numbers truncates; of decimals it is exact and rounded half up; by zero it fails",
        "% of whole numbers and decimals fails for zero; of doubles it is NaN",
        "= <> < <= > >=, BETWEEN, IN: of one type only, a text is never a number; NaN equals nothing",
        "+ - of dates, timestamps and intervals: a date stays a date, months keep to the month's end",
        "LIKE … ESCAPE: the character must stand before %, _ or itself",
        "AT TIME ZONE: by the zone's own rules; a timestamp without a zone is UTC",
        "x[i]: fails outside of an array, and for a key that a map has not",
        "|| of arrays",
        "x -> … (lambdas)",
        "ALL, ANY, SOME with a query",
        "CASE, IF, COALESCE, NULLIF: all results have one type",
        "TRY(…) around arithmetic, casts and strict functions",
        "(a, b) = (c, d): field by field",
    ),
    "refused": (
        "a comparison of maps, or of arrays and rows by < and >: compare what they hold",
        "TRY(…) around CASE, AND, OR, IN, LIKE or a query: put it around the arithmetic or the cast alone",
        "|| of an array and an element: write ARRAY[element]",
        "an interval times or by a fraction: use whole numbers",
        "AT LOCAL, MEMBER OF, SUBMULTISET, MULTISET operators: the lake has no use for them",
    ),
}
CLAUSES = {
    "same": (
        "WITH",
        "SELECT, SELECT DISTINCT",
        "FROM, subqueries, correlated subqueries",
        "CROSS, INNER, LEFT, RIGHT and FULL JOIN … ON",
        "WHERE, HAVING",
        "GROUP BY, GROUPING SETS, ROLLUP, CUBE",
        "UNION [ALL], INTERSECT, EXCEPT",
        "OVER, WINDOW, ROWS, RANGE and GROUPS frames, IGNORE NULLS",
        "FILTER (WHERE …)",
        "VALUES",
    ),
    "rewritten": (
        "ORDER BY: NULLs come last in either direction",
        "OFFSET n LIMIT m, in this order",
        "JOIN … USING: its columns come first, once, and belong to neither table",
        "UNNEST [WITH ORDINALITY] of arrays, maps and arrays of rows",
        "columns without a name: _col0, _col1, …",
        "WITH RECURSIVE: an anchor, UNION ALL and a step, up to nine steps; more fail, as about there at Athena",
    ),
    "refused": (
        "MATCH_RECOGNIZE, TABLESAMPLE, LATERAL, table functions: use window functions and UNNEST",
        "INTERSECT ALL, EXCEPT ALL: leave ALL out",
        "FETCH FIRST, TABLE name, SELECT *.* AS (…), GROUP BY ALL: write LIMIT, SELECT * FROM name, the columns",
        '"$path" and other hidden columns: the lake is one table, use year, month and day',
        "parameters (?), X'…', U&'…', literals of TIME, CHAR and JSON: write the value itself",
        "INTERVAL … YEAR TO MONTH: add two intervals",
        "a DISTINCT or ORDER BY in an aggregate over a window: use a subquery",
    ),
}
TYPES = {
    "same": (
        "boolean",
        "tinyint, smallint, integer, bigint",
        "real, double",
        "varchar, varchar(n)",
        "varbinary",
        "date",
    ),
    "rewritten": (
        "decimal(p, s): exact, with Trino's precision and scale for every operator",
        "timestamp(p) up to 6",
        "timestamp(p) with time zone: one zone a column, known before the query runs",
        "interval day to second, interval year to month",
        "array(T), map(K, V), row(…)",
    ),
    "refused": (
        "char(n), time, json, uuid, ipaddress, timestamps of more than 6 decimals, HyperLogLog, digests, geometry",
    ),
}
