"""What may be asked: one SELECT over the lake's tables. sqlglot, a parser of Trino's SQL, is the second opinion."""

from __future__ import annotations

from contextlib import suppress

import pytest
import sqlglot
from hypothesis import example, given
from hypothesis import strategies as st
from sqlglot import exp

from lambdas.shared.errors import QueryRefusedError
from lambdas.shared.query.validate import MAX_LENGTH, Lake, require_select

LAKE = Lake("finpulse", frozenset({"raw_events"}))
ALLOWED = [
    "SELECT 1",
    "select count(*) from raw_events;",
    "SELECT * FROM finpulse.raw_events WHERE symbol = 'AAPL'  ;  ",
    'SELECT * FROM "awsdatacatalog"."finpulse"."raw_events" AS r JOIN raw_events s USING (event_id)',
    "SELECT 'it''s; -- /* fine' AS text FROM RAW_EVENTS",
    "WITH a AS (SELECT 1 AS x), b (y) AS (SELECT x FROM a) SELECT * FROM a, b CROSS JOIN (SELECT 2 AS z) c",
    "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s)",
    "SELECT * FROM ((raw_events a JOIN raw_events b ON a.event_id = b.event_id) JOIN raw_events c ON true)",
    "SELECT x FROM raw_events CROSS JOIN UNNEST(ARRAY[1, 2], ARRAY[3, 4]) AS t (x, y), raw_events r",
    "SELECT * FROM raw_events r, LATERAL (SELECT r.price * 2 AS twice) l",
    "SELECT extract(year FROM from_iso8601_timestamp(timestamp)), trim(BOTH 'x' FROM symbol) FROM raw_events",
    "SELECT * FROM raw_events WHERE price IS DISTINCT FROM volume AND source IS NOT DISTINCT FROM symbol",
    "SELECT DISTINCT symbol FROM raw_events UNION ALL SELECT symbol FROM raw_events ORDER BY 1, symbol LIMIT 5",
    "SELECT sum(price) OVER (PARTITION BY symbol, source ORDER BY timestamp) FROM raw_events WHERE day IN (1, 2)",
    "SELECT price -1.5e3, 5 % 2, 'a' || 'b', ARRAY[1][1] FROM raw_events WHERE (price, volume) = (1, 2)",
    "SELECT transform(ARRAY[1], x -> x + 1) FROM raw_events GROUP BY GROUPING SETS ((symbol), ())",
    "SELECT truncate(price, 1), price AS load, volume AS call, day update, month AS export FROM raw_events",
    "SELECT merge, r.grant, copy(vacuum) FROM raw_events AS r ORDER BY merge",
    "WITH call AS (SELECT 1 AS load), update (x) AS (SELECT 2) SELECT load FROM call, update",
    "SELECT 1 UNION ALL (SELECT 2) EXCEPT DISTINCT VALUES 3 INTERSECT SELECT 4",
    "WITH a AS (WITH b AS (SELECT 1 AS x) SELECT x FROM b) SELECT x FROM a WHERE x IN (WITH c AS (SELECT 1) SELECT 1)",
    "SELECT sum(price) OVER w FROM raw_events WINDOW w AS (ORDER BY day)",
    "SELECT CAST(price AS decimal(10, 2)), CAST(ROW(1) AS ROW(load integer)) FROM raw_events",
]
REFUSED = {
    "": "empty",
    "  ": "empty",
    "DROP TABLE raw_events": "only SELECT",
    "INSERT INTO raw_events SELECT * FROM raw_events": "only SELECT",
    "EXPLAIN ANALYZE SELECT 1": "only SELECT",
    "SHOW TABLES": "only SELECT",
    "(SELECT 1)": "only SELECT",
    "FROM raw_events": "only SELECT",
    "SELECT 1; SELECT 2": "one statement",
    "SELECT 1; DROP TABLE raw_events": "one statement",
    "SELECT 1;;": "one statement",
    "SELECT 1 -- ; DROP TABLE raw_events": "comments are not allowed",
    "SELECT 1 /* ; DROP TABLE raw_events */": "comments are not allowed",
    "SELECT 1 /*": "comments are not allowed",
    "SELECT 1 -- \n; DROP TABLE raw_events": "comments are not allowed",
    "WITH a AS (SELECT 1) DELETE FROM raw_events": "DELETE is not allowed",
    "WITH a AS (INSERT INTO raw_events SELECT 1) SELECT * FROM a": "INSERT is not allowed",
    "WITH a AS (SELECT 1) UPDATE raw_events SET price = 1": "only SELECT",
    "WITH a AS (SELECT 1) MERGE INTO raw_events": "only SELECT",
    "WITH a AS (SELECT 1), b (x) AS (SELECT 2) CALL system.x()": "only SELECT",
    "WITH a AS (UPDATE raw_events SET price = 1) SELECT 1": "only SELECT",
    "WITH a AS (SELECT 1)": "query is missing",
    "SELECT 1 UNION": "query is missing",
    "SELECT 1 UNION ALL DESCRIBE secrets": "only SELECT",
    "SELECT * FROM (TABLE secrets)": "TABLE is not allowed",
    "SELECT 1 WHERE 1 IN (TABLE secrets)": "TABLE is not allowed",
    "SELECT * FROM raw_events WHERE EXISTS (TABLE secrets)": "TABLE is not allowed",
    "SELECT 1 INTO x": "INTO is not allowed",
    "SELECT * FROM information_schema.tables": "information_schema.tables is not a table",
    "SELECT * FROM other.raw_events": "other.raw_events is not",
    "SELECT * FROM awsdatacatalog.other.raw_events": "awsdatacatalog.other.raw_events is not",
    "SELECT * FROM hive.finpulse.raw_events": "hive.finpulse.raw_events is not",
    "SELECT * FROM raw_events, secrets": "secrets is not",
    "SELECT * FROM raw_events r JOIN other.secrets s ON r.symbol = s.symbol": "other.secrets is not",
    "SELECT * FROM raw_events WHERE symbol IN (SELECT symbol FROM secrets)": "secrets is not",
    "SELECT (SELECT max(x) FROM secrets) FROM raw_events": "secrets is not",
    "SELECT * FROM (raw_events a CROSS JOIN secrets b)": "secrets is not",
    "SELECT * FROM (SELECT 1) a, (SELECT 2) b, secrets": "secrets is not",
    "SELECT * FROM UNNEST(ARRAY[1]) AS t (x), secrets": "secrets is not",
    "WITH a AS (SELECT * FROM secrets) SELECT * FROM a": "secrets is not",
    "SELECT 1 UNION SELECT 2 FROM secrets": "secrets is not",
    "SELECT extract(year FROM (SELECT t FROM secrets)) FROM raw_events": "secrets is not",
    'SELECT * FROM "raw_events$partitions"': "raw_events$partitions is not",
    "SELECT * FROM read_csv('/etc/passwd')": "read_csv is not",
    "SELECT * FROM raw_events('x')": "not a table",
    "SELECT * FROM TABLE(raw_events)": "TABLE is not allowed",
    "SELECT * FROM '/etc/passwd'": "no table's name",
    "SELECT * FROM 's3://elsewhere/x.json'": "no table's name",
    "SELECT 1 UNION TABLE secrets": "TABLE is not allowed",
    "SELECT * FROM": "is missing",
    "SELECT * FROM raw_events,": "is missing",
    "SELECT (1": "never closed",
    "SELECT 1)": "never opened",
    "SELECT 'abc": "never closed",
    'SELECT "abc': "never closed",
    "SELECT `symbol` FROM raw_events": "has no place",
    "SELECT $$x$$": "has no place",
    "SELECT 1 \x00": "has no place",
    "SELECT ? FROM raw_events": "has no place",
    "SELECT ﹔": "has no place",
    "SELECT " + "1" * MAX_LENGTH: "longer than",
}


@pytest.mark.parametrize("sql", ALLOWED)
def test_allowed(sql: str) -> None:
    require_select(sql, LAKE)
    require_harmless(sql)


@pytest.mark.parametrize("sql", REFUSED, ids=[sql[:40] for sql in REFUSED])
def test_refused_with_a_reason(sql: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        require_select(sql, LAKE)
    assert REFUSED[sql] in str(caught.value)
    assert (caught.value.status, caught.value.code) == (400, "query_refused")


PIECES = st.sampled_from(
    [
        *("SELECT", "FROM", "JOIN", "WITH", "AS", "WHERE", "UNION", "ON", "IN", "IS", "NOT", "DISTINCT", "LATERAL"),
        *(
            "EXTRACT",
            "TRIM",
            "UNNEST",
            "VALUES",
            "TABLE",
            "DELETE",
            "CROSS",
            "ORDER BY",
            "GROUP BY",
            "USING",
            "CALL",
            "UPDATE",
        ),
        *("(", ")", ",", ".", ";", "*", "=", "1", "'x'", '"x"', "x", "year"),
        *("raw_events", "secrets", "finpulse", "other", "--", "/*", "*/", "\n"),
    ]
)


# Pieces that name nothing without quotes: https://trino.io/docs/current/language/reserved.html
RESERVED = {
    *("select", "from", "join", "with", "as", "where", "union", "on", "in", "is", "not", "distinct"),
    *("extract", "trim", "unnest", "values", "table", "delete", "cross", "using"),
}


@given(st.lists(PIECES, min_size=3, max_size=14))
@example(["ORDER BY", "IN", "JOIN", "IN"])
def test_whatever_is_allowed_a_parser_finds_harmless(pieces: list[str]) -> None:
    sql = " ".join(["SELECT * FROM raw_events", *pieces])
    try:
        require_select(sql, LAKE)
    except QueryRefusedError:
        return
    require_harmless(sql)


@given(st.text(max_size=60))
def test_any_text_is_allowed_or_refused(text: str) -> None:
    with suppress(QueryRefusedError):
        require_select(text, LAKE)


def require_harmless(sql: str) -> None:
    """What is no SQL at all Athena refuses; what is SQL must be one SELECT over the lake."""
    try:
        statements = [tree for tree in sqlglot.parse(sql, read="trino") if tree is not None]
    except sqlglot.errors.SqlglotError:
        return
    [tree] = statements
    assert isinstance(tree, exp.Query)
    assert not list(tree.find_all(exp.Insert, exp.Delete, exp.Update, exp.Drop, exp.Create, exp.Command))
    named = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if not table.name:  # UNNEST, VALUES and other relations without a name
            continue
        if table.name.lower() in RESERVED and not table.this.args.get(
            "quoted"
        ):  # sqlglot lets it pass, Athena does not
            return
        place = (table.catalog.lower(), table.db.lower(), table.name.lower())
        assert place in {("", "", "raw_events"), ("", "finpulse", "raw_events")} | {
            ("awsdatacatalog", "finpulse", "raw_events")
        } or (not table.db and table.name.lower() in named), place
