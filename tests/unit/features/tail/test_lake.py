from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail.lake import has_literal_dates, open_reader
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, price_event
from tests.unit.features.tail.fakes import FakeS3, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Reader

DAY = "raw-data/year=2026/month=11/day=20/"
LITERAL = "raw-data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"


def lines(*symbols: str) -> bytes:
    return b"".join(encode_event(price_event(symbol=symbol)) for symbol in symbols)


def opened(tmp_path: Path, s3: FakeS3, *, events: bool = False, symbol: str | None = None) -> Reader[Any]:
    return open_reader(source(tmp_path, s3=s3, events=events, symbol=symbol))


def symbols(rows: list[Any]) -> list[str]:
    return [row.values["symbol"] for row in rows]


def test_objects_with_size_and_time(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{DAY}b.json", b"12345", seconds=-60)
    s3.add(f"{DAY}a.json", b"", seconds=0)
    s3.add("quarantine/x.json")
    reader = opened(tmp_path, s3)
    rows = reader.latest(10).rows
    assert [row.values["key"] for row in rows] == [f"{DAY}b.json", f"{DAY}a.json"]
    shown = [column.cell(rows[0].values, NOON).plain for column in reader.columns]
    assert shown == ["16:59:00", "1m", "5 B", "b.json", DAY.rstrip("/")]
    assert s3.opened == []


def test_objects_are_followed(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{DAY}b.json")
    reader = opened(tmp_path, s3)
    page = reader.latest(10)
    s3.add(f"{DAY}a.json")
    assert [row.key for row in reader.fresh(page.cursor).rows] == [f"{DAY}a.json"]


def test_events_of_the_newest_objects(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{DAY}1.json", lines("AAPL", "TSLA"), seconds=1)
    s3.add(f"{DAY}2.json.gz", gzip.compress(lines("MSFT", "AMZN")), seconds=2)
    reader = opened(tmp_path, s3, events=True)
    page = reader.latest(3)
    assert symbols(page.rows) == ["TSLA", "MSFT", "AMZN"]
    s3.add(f"{DAY}3.json", lines("GOOGL"), seconds=3)
    assert symbols(reader.fresh(page.cursor).rows) == ["GOOGL"]


def test_no_more_objects_are_opened_than_the_limit_needs(tmp_path: Path) -> None:
    s3 = FakeS3()
    for number in range(5):
        s3.add(f"{DAY}{number}.json", lines("AAPL", "TSLA"), seconds=number)
    opened(tmp_path, s3, events=True).latest(3)
    assert len(s3.opened) == 2


def test_events_of_one_symbol_are_looked_for_in_older_objects(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{DAY}1.json", lines("TSLA"), seconds=1)
    for number in range(2, 6):
        s3.add(f"{DAY}{number}.json", lines("AAPL"), seconds=number)
    assert symbols(opened(tmp_path, s3, events=True, symbol="TSLA").latest(1).rows) == ["TSLA"]


def test_a_damaged_object_is_shown_as_no_event(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{DAY}1.json.gz", gzip.compress(lines("AAPL"))[:-9])
    [row] = opened(tmp_path, s3, events=True).latest(10).rows
    assert row.values["problem"]


def test_records_without_a_delimiter_are_events_of_their_own(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{DAY}1.json.gz", lines("AAPL", "TSLA").replace(b"\n", b""))
    assert symbols(opened(tmp_path, s3, events=True).latest(10).rows) == ["AAPL", "TSLA"]


def test_where_date_expressions_stay_literal_the_folder_is_that_of_the_day_of_writing(tmp_path: Path) -> None:
    s3 = FakeS3()
    s3.add(f"{LITERAL}2026/11/19/23/b.json", lines("AAPL"), seconds=0)
    s3.add(f"{LITERAL}2026/11/20/00/a.json", lines("TSLA"), seconds=60)
    reader = opened(tmp_path, s3)
    rows = reader.latest(10).rows
    assert [row.values["key"] for row in rows] == [f"{LITERAL}2026/11/19/23/b.json", f"{LITERAL}2026/11/20/00/a.json"]
    assert [reader.columns[-1].cell(row.values, NOON).plain for row in rows] == [
        "raw-data/year=2026/month=11/day=19",
        "raw-data/year=2026/month=11/day=20",
    ]
    assert symbols(opened(tmp_path, s3, events=True).latest(10).rows) == ["AAPL", "TSLA"]


def test_a_lake_with_literal_dates_is_told_from_others() -> None:
    s3: Any = FakeS3()
    assert not has_literal_dates(s3, "lake")
    s3.add(f"{DAY}1.json")
    assert not has_literal_dates(s3, "lake")
    s3.add(f"{LITERAL}2026/11/20/00/a.json")
    assert has_literal_dates(s3, "lake")
