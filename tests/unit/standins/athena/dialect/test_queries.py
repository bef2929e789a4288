"""Whole queries over seven events: rows, names and types as Trino gives them."""

from __future__ import annotations

import pytest

from tests.unit.standins.athena.asking import ask

ISO = 'from_iso8601_timestamp("timestamp")'
CASES: list[tuple[str, list[tuple[str | None, ...]]]] = [
    ("SELECT count(*), count(volume), count(DISTINCT symbol) FROM raw_events", [("7", "6", "3")]),
    ("SELECT sum(volume), avg(volume) FROM raw_events", [("363.0000000000", "60.5000000000")]),
    ("SELECT sum(year), avg(year), max(year) FROM raw_events", [("14182", "2026.0", "2026")]),
    (
        "SELECT symbol, count(*) AS n FROM raw_events GROUP BY symbol ORDER BY n DESC, symbol",
        [("AAPL", "3"), ("TSLA", "3"), ("MSFT", "1")],
    ),
    (
        "SELECT symbol, sum(price * volume) / sum(volume) FROM raw_events GROUP BY 1 HAVING sum(volume) > 0 ORDER BY 1",
        [("AAPL", "270.72857142857142857143"), ("TSLA", "173288.83332307692307692308")],
    ),
    (
        "SELECT 100 * (max(price) - min(price)) / min(price) FROM raw_events WHERE symbol = 'AAPL'",
        [("0.5001852538",)],
    ),
    ("SELECT round(avg(price), 2) FROM raw_events WHERE symbol = 'AAPL'", [("270.4200000000",)]),
    ("SELECT price / 3 FROM raw_events WHERE event_id = '5'", [("249761.2814666667",)]),
    (
        "SELECT CAST(price AS double) FROM raw_events WHERE event_id IN ('5', '6') ORDER BY 1",
        [("1.234E-5",), ("749283.8444",)],
    ),
    (
        "SELECT CAST(price AS bigint), CAST(price AS varchar) FROM raw_events WHERE event_id = '2'",
        [("271", "271.2500000000")],
    ),
    (
        'SELECT symbol, min_by(price, "timestamp"), max_by(price, "timestamp") FROM raw_events GROUP BY symbol '
        "ORDER BY 1",
        [
            ("AAPL", "270.1000000000", "269.9000000000"),
            ("MSFT", "500.0000000000", "500.0000000000"),
            ("TSLA", "490.3300000000", "0.0000123400"),
        ],
    ),
    ("SELECT max_by(volume, price) FROM raw_events WHERE symbol = 'MSFT'", [(None,)]),
    (
        "SELECT CAST(to_unixtime(ISO) AS bigint) / 300 * 300 AS bucket, count(*) FROM raw_events "
        "WHERE symbol = 'AAPL' GROUP BY 1 ORDER BY 1",
        [("1795703400", "2"), ("1795703700", "1")],
    ),
    (
        "SELECT date_trunc('minute', ISO) AS minute, count(*) FROM raw_events WHERE symbol = 'AAPL' GROUP BY 1 "
        "ORDER BY 1",
        [
            ("2026-11-26 14:30:00.000 UTC", "1"),
            ("2026-11-26 14:31:00.000 UTC", "1"),
            ("2026-11-26 14:36:00.000 UTC", "1"),
        ],
    ),
    (
        "SELECT date(ISO AT TIME ZONE 'America/New_York') AS d, count(*) FROM raw_events GROUP BY 1 ORDER BY 1",
        [("2026-11-26", "6"), ("2026-11-27", "1")],
    ),
    (
        "SELECT hour(ISO AT TIME ZONE 'America/New_York'), count(*) FROM raw_events GROUP BY 1 ORDER BY 1",
        [("9", "5"), ("10", "1"), ("19", "1")],
    ),
    (
        "SELECT event_id FROM raw_events WHERE ISO >= timestamp '2026-11-26 23:00:00' ORDER BY 1",
        [("6",), ("7",)],
    ),
    (
        "SELECT event_id FROM raw_events WHERE ISO > current_timestamp - INTERVAL '5' MINUTE AND symbol = 'AAPL' "
        "ORDER BY event_id DESC LIMIT 2",
        [("3",), ("2",)],
    ),
    (
        "SELECT date_diff('second', lag(ISO) OVER (PARTITION BY symbol ORDER BY \"timestamp\"), ISO) "
        "FROM raw_events WHERE symbol = 'AAPL' ORDER BY 1",
        [("60",), ("299",), (None,)],
    ),
    (
        'SELECT event_id, sum(volume) OVER (PARTITION BY symbol ORDER BY "timestamp" ROWS BETWEEN 1 PRECEDING AND '
        "CURRENT ROW) FROM raw_events WHERE symbol = 'AAPL' ORDER BY 1",
        [("1", "100.0000000000"), ("2", "300.0000000000"), ("3", "250.0000000000")],
    ),
    (
        "SELECT event_id, avg(price) OVER w FROM raw_events WHERE symbol = 'AAPL' WINDOW w AS (ORDER BY \"timestamp\") "
        "ORDER BY 1",
        [("1", "270.1000000000"), ("2", "270.6750000000"), ("3", "270.4166666667")],
    ),
    (
        "SELECT event_id, row_number() OVER (PARTITION BY symbol ORDER BY price DESC) AS r, rank() OVER (ORDER "
        "BY symbol) "
        "FROM raw_events ORDER BY 1 LIMIT 4",
        [("1", "2", "1"), ("2", "1", "1"), ("3", "3", "1"), ("4", "2", "5")],
    ),
    (
        "SELECT event_id, last_value(volume) IGNORE NULLS OVER (ORDER BY event_id) FROM raw_events ORDER BY 1 OFFSET 5",
        [("6", "0.0000000000"), ("7", "0.0000000000")],
    ),
    (
        "SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM UNNEST(ARRAY[1, 2, "
        "4]) AS t(x)",
        [("1", "3"), ("2", "3"), ("4", "4")],
    ),
    (
        "SELECT symbol, GROUPING(symbol), count(*) FROM raw_events GROUP BY ROLLUP (symbol) ORDER BY 1",
        [("AAPL", "0", "3"), ("MSFT", "0", "1"), ("TSLA", "0", "3"), (None, "1", "7")],
    ),
    (
        "SELECT symbol, source, count(*) FROM raw_events WHERE symbol = 'AAPL' GROUP BY CUBE (symbol, source) "
        "ORDER BY 1, 2",
        [
            ("AAPL", "alpha_vantage", "1"),
            ("AAPL", "replay:calm", "2"),
            ("AAPL", None, "3"),
            (None, "alpha_vantage", "1"),
            (None, "replay:calm", "2"),
            (None, None, "3"),
        ],
    ),
    ("SELECT count(*) FILTER (WHERE price > 300), count_if(price > 300) FROM raw_events", [("3", "3")]),
    (
        "SELECT split_part(source, ':', 2) FROM raw_events WHERE event_id IN ('1', '4', '5') ORDER BY event_id",
        [("calm",), (None,), (None,)],
    ),
    (
        "SELECT source = '', source IS NULL FROM raw_events WHERE event_id IN ('5', '6') ORDER BY event_id",
        [(None, "true"), ("true", "false")],
    ),
    (
        "SELECT e.event_id FROM raw_events e WHERE e.price = (SELECT max(price) FROM raw_events f WHERE "
        "f.symbol = e.symbol) "
        "ORDER BY 1",
        [("2",), ("5",), ("7",)],
    ),
    (
        "SELECT DISTINCT symbol FROM raw_events e WHERE EXISTS (SELECT 1 FROM raw_events f WHERE f.symbol = "
        "e.symbol AND "
        "f.price < 1)",
        [("TSLA",)],
    ),
    (
        'WITH latest AS (SELECT symbol, max("timestamp") AS at FROM raw_events GROUP BY symbol) SELECT '
        "e.symbol, e.price "
        'FROM raw_events e JOIN latest l ON l.symbol = e.symbol AND l.at = e."timestamp" ORDER BY 1',
        [("AAPL", "269.9000000000"), ("MSFT", "500.0000000000"), ("TSLA", "0.0000123400")],
    ),
    (
        "SELECT symbol, n FROM raw_events JOIN (VALUES ('AAPL', 1), ('MSFT', 2)) AS t(symbol, n) USING (symbol) "
        "ORDER BY 1, 2 LIMIT 1",
        [("AAPL", "1")],
    ),
    (
        "SELECT a.x, b.y FROM (VALUES 1, 2) AS a(x) FULL JOIN (VALUES 2, 3) AS b(y) ON a.x = b.y ORDER BY 1, 2",
        [("1", None), ("2", "2"), (None, "3")],
    ),
    ("SELECT symbol FROM raw_events EXCEPT SELECT 'TSLA' ORDER BY symbol", [("AAPL",), ("MSFT",)]),
    ("SELECT 1 UNION ALL SELECT 2.5 ORDER BY 1", [("1.0",), ("2.5",)]),
    (
        "SELECT symbol, x, n FROM (VALUES ('A', ARRAY[7, 8])) AS t(symbol, xs) CROSS JOIN UNNEST(xs) WITH "
        "ORDINALITY AS u(x, n)",
        [("A", "7", "1"), ("A", "8", "2")],
    ),
    ("SELECT k, v FROM UNNEST(MAP(ARRAY['a', 'b'], ARRAY[1, 2])) AS t(k, v)", [("a", "1"), ("b", "2")]),
    (
        "SELECT array_agg(price ORDER BY price DESC) FROM raw_events WHERE symbol = 'AAPL'",
        [("[271.2500000000, 270.1000000000, 269.9000000000]",)],
    ),
    ("SELECT histogram(symbol) FROM raw_events WHERE symbol <> 'TSLA'", [("{AAPL=3, MSFT=1}",)]),
    ("SELECT map_agg(event_id, price) FROM raw_events WHERE symbol = 'MSFT'", [("{7=500.0000000000}",)]),
    ("SELECT max(price, 2), min(event_id, 2) FROM raw_events", [("[749283.8444000000, 500.0000000000]", "[1, 2]")]),
    (
        "SELECT approx_percentile(price, 0.5), approx_percentile(price, ARRAY[0, 1]) FROM raw_events",
        [("271.25", "[1.234E-5, 749283.8444]")],
    ),
    ("SELECT approx_distinct(symbol), approx_distinct(symbol, 0.05) FROM raw_events", [("3", "3")]),
    (
        "SELECT bool_and(price > 0), every(volume > 0), bool_or(price > 700000) FROM raw_events",
        [("true", "false", "true")],
    ),
    (
        "SELECT stddev_pop(x), variance(x), stddev(x) FROM (VALUES 2, 4, 4, 4, 5, 5, 7, 9) AS t(x)",
        [("2.0", "4.571428571428571", "2.138089935299395")],
    ),
    (
        "SELECT count(*), sum(price), avg(price), max(symbol), count_if(true), array_agg(price) FROM raw_events "
        "WHERE false",
        [("0", None, None, None, "0", None)],
    ),
    ("SELECT try(sum(price) / count_if(false)) FROM raw_events", [(None,)]),
    ("SELECT price FROM raw_events WHERE volume <> 0 AND price / volume > 100 ORDER BY 1", [("749283.8444000000",)]),
    ("SELECT -price AS p FROM raw_events ORDER BY -p DESC LIMIT 1", [("-749283.8444000000",)]),
    ("SELECT sum(count(*)) OVER () FROM raw_events GROUP BY symbol", [("7",), ("7",), ("7",)]),
    ("SELECT x FROM (VALUES 1, NULL, 2) AS t(x) ORDER BY x DESC", [("2",), ("1",), (None,)]),
    ("SELECT x FROM (VALUES 1, NULL, 2) AS t(x) ORDER BY x NULLS FIRST LIMIT 1", [(None,)]),
    ("SELECT t.* FROM (SELECT 1 AS a, 'x') AS t", [("1", "x")]),
    (
        "WITH RECURSIVE t(n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT sum(n), count(*) FROM t",
        [("10", "4")],
    ),
    ("SELECT NULL / 0, x / 0, x % 0, x / 0.0, 5.5 / x FROM (VALUES CAST(NULL AS integer)) AS t(x)", [(None,) * 5]),
    ("WITH RECURSIVE t(n) AS (SELECT 7) SELECT n FROM t", [("7",)]),
    ("SELECT truncate(1.29, 1) AS load, 1 AS call, 2 AS update, 3 AS export", [("1.20", "1", "2", "3")]),
    ("SELECT random(1), random(3, 4)", [("0", "3")]),
    ("SELECT from_iso8601_timestamp('2026-11-26T09:30:00-05:00')", [("2026-11-26 09:30:00.000 -05:00",)]),
    ("SELECT from_iso8601_timestamp('2026-11-26T09:30:00-05:00') = timestamp '2026-11-26 14:30:00 UTC'", [("true",)]),
    (
        "SELECT DECIMAL '270.5000001', CAST('2.5' AS decimal), from_unixtime(1.5)",
        [("270.5000001", "3", "1970-01-01 00:00:01.500 UTC")],
    ),
    ("SELECT date_diff('minute', timestamp '2026-11-26 10:00:59', timestamp '2026-11-26 10:01:01')", [("0",)]),
    (
        "SELECT map(ARRAY['a'], ARRAY[1.5]), ROW(1, 'x'), CAST(0 AS decimal(20,10))",
        [("{a=1.5}", "{field0=1, field1=x}", "0.0000000000")],
    ),
]


@pytest.mark.parametrize(("sql", "rows"), CASES)
def test_the_rows_are_trinos(sql: str, rows: list[tuple[str | None, ...]]) -> None:
    assert list(ask(sql.replace("ISO", ISO)).rows) == rows


def test_columns_have_trinos_names_and_types() -> None:
    sql = 'SELECT symbol, Price AS Last, count(*), sum(volume) AS "Sum", 1e0 FROM raw_events GROUP BY symbol, price'
    assert [(column.name, column.type) for column in ask(sql).columns] == [
        ("symbol", "varchar"),
        ("Last", "decimal"),
        ("_col2", "bigint"),
        ("Sum", "decimal"),
        ("_col4", "double"),
    ]


def test_all_columns_are_the_tables_and_then_its_partitions() -> None:
    found = ask("SELECT * FROM finpulse.raw_events LIMIT 1").columns
    assert [column.name for column in found][-4:] == ["source", "year", "month", "day"]


def test_names_of_results_may_repeat() -> None:
    assert [column.name for column in ask("SELECT 1 AS a, 2 AS a, a.x FROM (VALUES 3) AS a(x)").columns] == [
        "a",
        "a",
        "x",
    ]
