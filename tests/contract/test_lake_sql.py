"""The same SQL over the same events: the emulator's Athena, and DuckDB in this process where there is no Athena.

DuckDB reads the events twice: from the very objects that Athena reads, and as LocalStack's Firehose writes them: plain
text under a literal prefix, records not always delimited.
"""

from __future__ import annotations

import gzip
import time
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.query.values import value_of
from finpulse_cli.standins.athena.answer import LakeTable
from finpulse_cli.standins.athena.cache import LakeCache
from finpulse_cli.standins.athena.queries import DuckDbQueries
from finpulse_cli.standins.athena.stored_lake import StoredLake
from lambdas.shared.adapters.athena_queries import AthenaQueries
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.query.catalogue import READY_MADE, ready_made
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus
from lambdas.shared.wire.event_json import encode_event
from tests.contract.lakes import DAY as LITERAL
from tests.contract.lakes import Athena
from tests.factories import NOON, price_event, price_run
from tests.lake_table import EVENT_COLUMNS
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.query.ask import Queries
    from lambdas.shared.domain.event import PriceEvent
    from tests.emulator import Emulator

MOST_ROWS = 1_000
DAMAGED = b'{"event_id": damaged'
FIRST, LAST = date(2026, 11, 19), date(2026, 11, 20)


def live_quote(number: int) -> PriceEvent:
    """A quote of a running total that took some seconds to arrive."""
    return price_event(
        f"{400 + number}.125",
        seconds=60 * number,
        symbol="TSLA",
        volume=1_000_000 + 250 * number,
        kind=VolumeKind.DAY_TOTAL,
        change_percent="-0.0100000001",
        feed="live",
        ingested_at=NOON + timedelta(seconds=60 * number + number),
    )


def lines() -> dict[date, list[bytes]]:
    """By day of arrival: a series with an anomaly, quotes of which some came twice, and what is no event."""
    prices = [f"{231 + number % 3}.{number % 10}" for number in range(35)] + ["275.0000000001", "231.5"]
    events = [encode_event(event) for event in price_run(prices)]
    quotes = [encode_event(live_quote(number)) for number in range(5)]
    return {FIRST: [*events[:20], *quotes, b"not json"], LAST: [*events[20:], *quotes[:2], DAMAGED]}


def lined(events: list[bytes]) -> bytes:
    """As Firehose puts them, a newline behind each."""
    return b"".join(event + b"\n" for event in events)


@dataclass(frozen=True)
class Sides:
    """The adapters to compare."""

    athena: AthenaQueries
    duckdb: DuckDbQueries
    localstack: DuckDbQueries


@pytest.fixture(scope="module")
def sides(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Sides:
    athena = Athena(emulator, "raw_events", EVENT_COLUMNS, ("year", "month", "day"))
    make = partial(queries, athena, tmp_path_factory.mktemp("cache"))
    for day, events in lines().items():
        folder = f"raw/year={day:%Y}/month={day:%m}/day={day:%d}/"
        athena.s3.put_object(Bucket=athena.bucket, Key=f"{folder}a.json.gz", Body=gzip.compress(lined(events[:9])))
        athena.s3.put_object(Bucket=athena.bucket, Key=f"{folder}b.json", Body=lined(events[9:]))
        literal = f"literal/{LITERAL}{day:%Y/%m/%d}/23/"
        undelimited = b"".join(events[:9])
        athena.s3.put_object(Bucket=athena.bucket, Key=f"{literal}a.json.gz", Body=undelimited)
        athena.s3.put_object(Bucket=athena.bucket, Key=f"{literal}b.json.gz", Body=lined(events[9:]).rstrip())
    return Sides(AthenaQueries(athena.client, athena.name, athena.name), make("raw/"), make("literal/"))


def queries(athena: Athena, cache: Path, prefix: str) -> DuckDbQueries:
    lake = StoredLake(athena.s3, athena.bucket, prefix, LakeCache(cache))
    table = LakeTable(athena.name, "raw_events", dict(EVENT_COLUMNS))
    return DuckDbQueries(lake, table, time.monotonic, lambda: NOON, MOST_ROWS)


def finished(asked: Queries, sql: str) -> tuple[str, QueryStatus]:
    """A query that is over."""
    query_id = asked.start(sql)

    def over() -> QueryStatus | None:
        status = asked.status(query_id)
        return status if status and status.state.is_over else None

    return query_id, until(over)


def answer(asked: Queries, sql: str) -> tuple[QueryState, QueryRows | None]:
    """How a query ended, and its rows if it went well."""
    query_id, status = finished(asked, sql)
    return status.state, asked.rows(query_id, MOST_ROWS) if status.state is QueryState.SUCCEEDED else None


def same_answer(sides: Sides, sql: str) -> QueryRows:
    """The rows of a query that goes well and is answered alike."""
    state, rows = answer(sides.athena, sql)
    assert state is QueryState.SUCCEEDED
    assert rows is not None
    assert answer(sides.duckdb, sql) == (state, rows)
    assert answer(sides.localstack, sql) == (state, rows)
    return rows


@pytest.mark.parametrize("name", [query.name for query in READY_MADE])
def test_every_ready_made_query_is_answered_alike(sides: Sides, name: str) -> None:
    query = ready_made(name)
    assert query is not None
    assert same_answer(sides, query.sql(FIRST, LAST)).rows


def test_a_day_is_replayed_from_the_same_rows(sides: Sides) -> None:
    sql = "SELECT * FROM raw_events WHERE year = 2026 AND month = 11 AND day = 20 ORDER BY ingested_at, event_id"
    rows = same_answer(sides, sql)
    assert [column.name for column in rows.columns] == [*(name for name, _ in EVENT_COLUMNS), "year", "month", "day"]
    assert len(rows.rows) == len(lines()[LAST])


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT event_id, price, volume, change_percent, "timestamp" FROM raw_events ORDER BY 1, 3',
        "SELECT count(*), sum(price), avg(price), min(volume), max(symbol) FROM raw_events",
        "SELECT sum(schema) AS whole, sum(price * volume) AS turnover FROM raw_events",
        "SELECT day, count(*) AS n FROM raw_events GROUP BY day ORDER BY day",
        "SELECT count(*) AS n FROM raw_events WHERE year = 2025",
        "SELECT SYMBOL, Price AS p FROM RAW_EVENTS ORDER BY event_id, day LIMIT 3",
        "SELECT symbol, symbol FROM raw_events ORDER BY symbol NULLS LAST LIMIT 1",
        "SELECT e.symbol FROM raw_events e, (SELECT max(price) AS top FROM raw_events) t WHERE e.price = t.top",
        "WITH t AS (SELECT DISTINCT symbol FROM raw_events) SELECT * FROM t ORDER BY symbol NULLS FIRST",
        "SELECT symbol FROM raw_events UNION SELECT source FROM raw_events ORDER BY 1",
        "SELECT array_agg(DISTINCT day ORDER BY day) AS days FROM raw_events",
        "SELECT approx_distinct(event_id) AS n FROM raw_events",
        'SELECT date(from_iso8601_timestamp("timestamp")) AS d, count(*) AS n FROM raw_events GROUP BY 1 ORDER BY 1',
        'SELECT from_iso8601_timestamp("timestamp") AS t FROM raw_events ORDER BY 1 LIMIT 2',
        "SELECT symbol FROM raw_events LIMIT 0",
        "SELECT 1 = 1 AS yes, 1 = 2 AS no, NULL AS nothing, '' AS empty, 'é''s' AS text",
        "SELECT 1.5E7 AS a, 1E20 AS b, 1E-7 AS c, CAST(0.1 AS real) AS d, 1.10 AS e, -0e0 AS f",
        "SELECT CAST('NaN' AS double) AS a, CAST('-Infinity' AS double) AS b",
        "SELECT CAST(7 AS tinyint) AS a, CAST(7 AS bigint) AS b, CAST('2026-11-20' AS date) AS c, 2147483648 AS d",
        "SELECT TIMESTAMP '2026-11-20 14:31:00.250' AS t, ARRAY[1, 2] AS a, MAP(ARRAY['k'], ARRAY[1]) AS m",
        "SELECT ROW(1, 'a') AS r, x FROM UNNEST(ARRAY['b', 'a']) AS t(x) ORDER BY x",
    ],
)
def test_values_types_and_names_are_alike(sides: Sides, sql: str) -> None:
    same_answer(sides, sql)


def test_the_table_has_the_same_names(sides: Sides) -> None:
    database = sides.athena._database
    for name in (f"{database}.raw_events", f'"{database}"."raw_events"', f"awsdatacatalog.{database}.raw_events"):
        same_answer(sides, f"SELECT count(*) AS n FROM {name}")  # noqa: S608 - made above


@pytest.mark.parametrize(
    "sql",
    ["SELECT nothing_of_that_name FROM raw_events", "SELEC 1", "SELECT CAST(symbol AS integer) FROM raw_events"],
)
def test_what_one_refuses_the_other_does(sides: Sides, sql: str) -> None:
    for asked in (sides.athena, sides.duckdb, sides.localstack):
        assert answer(asked, sql) == (QueryState.FAILED, None)


def test_the_bytes_scanned_are_those_of_the_objects(sides: Sides) -> None:
    sql = "SELECT count(*) AS n FROM raw_events"
    _, athenas = finished(sides.athena, sql)
    _, ours = finished(sides.duckdb, sql)
    assert ours.scanned_bytes == athenas.scanned_bytes > 0
    assert ours.usd == athenas.usd


def test_decimals_of_up_to_twenty_digits_come_back_unchanged(emulator: Emulator, tmp_path: Path) -> None:
    random = Random(7)  # noqa: S311 - a series that comes again
    prices = [Decimal(random.randrange(1, 10**20)).scaleb(-10) for _ in range(900)]
    athena = Athena(emulator, "raw_events", EVENT_COLUMNS, ("year", "month", "day"))
    body = "".join(f'{{"event_id":"{place:03}","price":{price:f}}}\n' for place, price in enumerate(prices))
    athena.s3.put_object(Bucket=athena.bucket, Key="raw/year=2026/month=11/day=20/a.json", Body=body.encode())
    sql = "SELECT price FROM raw_events ORDER BY event_id"
    for asked in (AthenaQueries(athena.client, athena.name, athena.name), queries(athena, tmp_path, "raw/")):
        _, rows = answer(asked, sql)
        assert rows is not None
        assert [value_of(rows.columns[0], row[0]) for row in rows.rows] == prices
