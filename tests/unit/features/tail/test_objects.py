from __future__ import annotations

from typing import Any

from finpulse_cli.features.tail.objects import folders, newest_objects
from tests.unit.features.tail.fakes import FakeS3


def bucket(*days: str) -> Any:
    """Three objects a day, written in the order of the arguments."""
    s3 = FakeS3()
    for place, day in enumerate(days):
        for number in range(3):
            s3.add(f"raw/{day}/{number}.json", b"x", seconds=100 * place - number)
    return s3


def keys(s3: Any, count: int) -> list[str]:
    return [item.key.removeprefix("raw/") for item in newest_objects(s3, "lake", "raw/", count)]


def test_two_days_are_always_read_whole_in_order_of_writing() -> None:
    s3 = bucket("year=2025/month=12/day=30", "year=2025/month=12/day=31", "year=2026/month=01/day=01")
    assert keys(s3, 1) == [
        *(f"year=2025/month=12/day=31/{number}.json" for number in (2, 1, 0)),
        *(f"year=2026/month=01/day=01/{number}.json" for number in (2, 1, 0)),
    ]


def test_more_days_are_read_for_a_greater_count() -> None:
    s3 = bucket("year=2025/month=11/day=30", "year=2025/month=12/day=31", "year=2026/month=01/day=01")
    assert len(keys(s3, 7)) == 9
    assert len(keys(s3, 100)) == 9


def test_folders_of_hours_behind_literal_dates_are_in_order_of_time_too() -> None:
    literal = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}"
    s3 = bucket(*(f"{literal}/2026/11/{hour}" for hour in ("24/22", "24/23", "25/00")))
    assert [key.rpartition("/")[0][-5:] for key in keys(s3, 1)] == ["24/23"] * 3 + ["25/00"] * 3
    assert len(keys(s3, 7)) == 9


def test_nothing_there() -> None:
    assert keys(FakeS3(), 5) == []


def test_folders() -> None:
    s3: Any = FakeS3()
    for key in ("q/consumer=b/1", "q/consumer=a/1", "q/consumer=a/2", "other/1"):
        s3.add(key)
    assert folders(s3, "lake", "q/") == ["q/consumer=a/", "q/consumer=b/"]
