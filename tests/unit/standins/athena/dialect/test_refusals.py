"""What is refused: what Athena refuses as well, and what only this target does; never another value."""

from __future__ import annotations

import duckdb
import pytest

from finpulse_cli.standins.athena.dialect.errors import QuerySyntaxError
from tests.unit.standins.athena.asking import ask

AS_ATHENA = [
    "SELECT symbol FROM raw_events WHERE day = '27'",
    "SELECT DISTINCT symbol FROM raw_events ORDER BY price",
    "SELECT price::varchar FROM raw_events",
    "SELECT median(price) FROM raw_events",
    "SELECT price AS p FROM raw_events WHERE p > 1",
    "SELECT symbol FROM raw_events LIMIT 2 OFFSET 1",
    "SELECT price AS p, count(*) FROM raw_events GROUP BY p",
    "SELECT price FROM raw_events GROUP BY symbol",
    "SELECT symbol, count(*) FROM raw_events",
    "SELECT symbol FROM raw_events WHERE count(*) > 1",
    "SELECT symbol FROM raw_events WHERE row_number() OVER () = 1",
    "SELECT count(*) AS n FROM raw_events HAVING n > 1",
    "SELECT nothing FROM raw_events",
    "SELECT symbol FROM nowhere",
    "SELECT a.symbol FROM raw_events a JOIN raw_events b USING (symbol)",
    "SELECT symbol FROM raw_events a JOIN raw_events b ON a.symbol = b.symbol",
    "SELECT sum(symbol) FROM raw_events",
    "SELECT symbol || 1 FROM raw_events",
    "SELECT hour(date '2026-11-26')",
    "SELECT year('2026-11-26')",
    "SELECT date '2026-11-26' + INTERVAL '1' HOUR",
    "SELECT 1 UNION SELECT 'a'",
    "SELECT 1, 2 UNION SELECT 1",
    "SELECT CASE WHEN true THEN 1 ELSE 'a' END",
    "SELECT if(1, 2, 3)",
    "SELECT row_number() FROM raw_events",
    "SELECT lag(price) OVER (ORDER BY price ROWS 1 PRECEDING) FROM raw_events",
    "SELECT 'a' LIKE 'a!b' ESCAPE '!'",
    "SELECT a = b = c FROM (VALUES (1, 2, 3)) AS t(a, b, c)",
    "SELECT symbol FROM raw_events QUALIFY row_number() OVER () = 1",
    "SELECT symbol FROM raw_events NATURAL JOIN raw_events",
    "SELECT * EXCLUDE (symbol) FROM raw_events",
    "SELECT (SELECT 1, 2)",
    "SELECT x FROM (VALUES 1) AS t(x, y)",
    "SELECT 1 FROM raw_events ORDER BY 2",
    "SELECT at_timezone(timestamp '2026-11-26 00:00:00 UTC', 'Mars/Olympus')",
    "SELECT date_trunc('fortnight', current_date)",
    "SELECT substr('a')",
    "SELECT upper(1)",
    "SELECT 1 2",
    "SELEC 1",
    "SELECT 1; SELECT 2",
    "SELECT FROM WHERE (",
    "SELECT 12345678901234567890",
    "SELECT max(price) IGNORE NULLS FROM raw_events",
    "SELECT upper(DISTINCT symbol) FROM raw_events",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 0.5 FROM t WHERE n < 5) SELECT n FROM t",
]
ONLY_HERE = [
    ('SELECT "$path" FROM raw_events', "$path"),
    ("SELECT * FROM raw_events TABLESAMPLE BERNOULLI (50)", "TABLESAMPLE"),
    ("SELECT * FROM raw_events MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS true)", "MATCH_RECOGNIZE"),
    ("SELECT CAST(1.5e0 AS varchar)", "CAST(double AS varchar)"),
    ("SELECT approx_percentile(price, volume, 0.5) FROM raw_events", "approx_percentile"),
    ("SELECT array_sort(ARRAY[1, 2], (a, b) -> b - a)", "array_sort with a comparator"),
    ("SELECT bitwise_left_shift(1, 2)", "bitwise_left_shift()"),
    ("SELECT json_extract_scalar('{}', '$.a')", "json_extract_scalar()"),
    ("SELECT listagg(symbol, ',') WITHIN GROUP (ORDER BY symbol) FROM raw_events", "LISTAGG"),
    ("SELECT typeof(1)", "typeof()"),
    ("SELECT regexp_like(symbol, '(?=A)') FROM raw_events", "the pattern"),
    ("SELECT regexp_like(symbol, source) FROM raw_events", "regexp_like with an expression"),
    ("SELECT date_format(current_date, '%D')", "'%D' in date_format"),
    ("SELECT format_datetime(current_timestamp, 'ZZZ')", "'ZZZ' in format_datetime"),
    ("SELECT date_parse('1', '%c')", "'%c' in date_parse"),
    ("SELECT format('%e', 1.5e0)", "'%e' of double in format"),
    ("SELECT format('%s', 1.5)", "%s of decimal(2,1) in format"),
    ("SELECT from_iso8601_timestamp('2026-W48')", "from_iso8601_timestamp('2026-W48')"),
    ("SELECT CAST(symbol AS timestamp with time zone) FROM raw_events", "timestamp with time zone"),
    ("SELECT symbol FROM raw_events FETCH FIRST 1 ROW ONLY", "FETCH FIRST"),
    ("SELECT symbol FROM raw_events INTERSECT ALL SELECT 'a'", "INTERSECT ALL"),
    ("SELECT CAST(1 AS json)", "the type json"),
    ("SELECT CAST('a' AS char(3))", "the type char"),
    ("SELECT TIME '10:00'", "a literal of TIME"),
    ("SELECT current_time", "current_time"),
    ("SELECT X'65'", "a literal in hexadecimal"),
    ("SELECT INTERVAL '1-2' YEAR TO MONTH", "INTERVAL … YEAR TO …"),
    ("SELECT try(coalesce(1 / 0, 5))", "coalesce inside try(…)"),
    ("SELECT try(CASE WHEN true THEN 1 / 0 END)", "try(…) around a condition"),
    ("SELECT reduce(ARRAY[1], 0e0, (s, x) -> s + x, s -> s)", "reduce over several types"),
    ("SELECT ARRAY[1] || 2", "|| of an array and an element"),
    ("SELECT x FROM (VALUES MAP(ARRAY['a'], ARRAY[1])) AS t(x) ORDER BY x", "map"),
    ("SELECT timestamp '2026-11-26 10:00:00.1234567'", "more than six decimals"),
]
FAILS = [
    ("SELECT 1 / 0", "Division by zero"),
    ("SELECT price / 0 FROM raw_events", "Division by zero"),
    ("SELECT 5 % 0", "Division by zero"),
    ("SELECT 5.5 % 0.0", "Division by zero"),
    ("SELECT CAST(symbol AS integer) FROM raw_events", "Cannot cast this text to integer"),
    ("SELECT CAST('12.5' AS integer)", "Cannot cast this text to integer"),
    ("SELECT CAST(' 5' AS bigint)", "Cannot cast this text to bigint"),
    ('SELECT CAST("timestamp" AS timestamp) FROM raw_events', "Cannot cast this text to timestamp"),
    ("SELECT CAST('2026-1-1' AS date)", "Cannot cast this text to date"),
    ("SELECT CAST(nan() AS bigint)", "Cannot cast this number"),
    ("SELECT CAST(12345 AS decimal(4,0))", "Conversion Error"),
    ("SELECT CAST(300 AS tinyint)", "Conversion Error"),
    ("SELECT 2147483647 + 1", "Overflow"),
    ("SELECT ARRAY[1][2]", "Array subscript"),
    ("SELECT element_at(ARRAY[1], 0)", "start at 1"),
    ("SELECT MAP(ARRAY['a'], ARRAY[1])['b']", "Key not present"),
    ("SELECT (SELECT symbol FROM raw_events)", "More than one row"),
    ("SELECT from_iso8601_timestamp(x) FROM (VALUES '2026-11-26T09:30:00-05:00') AS t(x)", "with Z or without"),
    ("SELECT date_parse('2026-1-1', '%Y-%m-%d')", "every digit"),
    ("SELECT sequence(1, 5, -1)", "sequence"),
    ("SELECT ARRAY[1, NULL] = ARRAY[1, NULL]", "NULL inside"),
    ("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t", "at most nine steps"),
    ("SELECT upper('größe')", "beyond ASCII"),
    ("SELECT CAST('12345' AS varchar(3)), CAST(12345 AS varchar(3))", "does not fit"),
]


@pytest.mark.parametrize("sql", AS_ATHENA)
def test_what_athena_refuses_is_refused(sql: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"SYNTAX_ERROR: .") as caught:
        ask(sql)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(("sql", "construct"), ONLY_HERE)
def test_what_only_this_target_refuses_says_so_and_what_to_use_instead(sql: str, construct: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(sql)
    sentence = str(caught.value)
    assert sentence.startswith("NOT_SUPPORTED: ")
    assert construct in sentence
    assert "is not on this target (Athena on AWS has it); " in sentence


@pytest.mark.parametrize(("sql", "reason"), FAILS)
def test_what_fails_at_athena_fails(sql: str, reason: str) -> None:
    with pytest.raises(duckdb.Error, match=reason):
        ask(sql)


def test_where_a_query_is_wrong_is_told() -> None:
    with pytest.raises(QuerySyntaxError, match="line 2:3: mismatched input 'FROM'"):
        ask("SELECT\n  FROM raw_events")
