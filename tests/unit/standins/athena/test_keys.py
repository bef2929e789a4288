"""The day of arrival in keys as AWS, MiniStack and LocalStack write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from finpulse_cli.standins.athena.keys import arrival_day, dated_folder, is_literal, legible_folder

WRITTEN = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
LITERAL = "raw-data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("raw-data/year=2026/month=11/day=20/finpulse-lake-1-2026-11-20-14-31-00-x.json.gz", date(2026, 11, 20)),
        ("raw-data/year=2025/month=1/day=2/a", date(2025, 1, 2)),
        (f"{LITERAL}2026/11/19/23/finpulse-lake-2026-11-19-23-59-59-x.json.gz", date(2026, 11, 19)),
        (f"{LITERAL}a.json", date(2026, 11, 25)),
        (f"{LITERAL}2026/13/19/23/a.json", date(2026, 11, 25)),
        ("raw-data/year=2026/month=13/day=20/a.json", date(2026, 11, 25)),
        ("raw-data/a.json", date(2026, 11, 25)),
    ],
)
def test_it_is_that_of_the_folders_else_of_the_writing(key: str, day: date) -> None:
    assert arrival_day(key, WRITTEN) == day


def test_the_day_of_writing_is_utc() -> None:
    elsewhere = WRITTEN.astimezone(timezone(timedelta(hours=5)))
    assert elsewhere.day == 26
    assert arrival_day("raw-data/a.json", elsewhere) == date(2026, 11, 25)


def test_the_folder_of_a_day() -> None:
    assert dated_folder(date(2026, 3, 4)) == "year=2026/month=03/day=04"


def test_people_see_the_folder_that_aws_would_have_named() -> None:
    assert is_literal(LITERAL)
    assert legible_folder(f"{LITERAL}2026/11/19/23/a", WRITTEN) == "raw-data/year=2026/month=11/day=19"
    assert legible_folder("!{timestamp:yyyy}/a", WRITTEN) == "year=2026/month=11/day=25"
    assert legible_folder("raw-data/year=2026/month=11/day=20/a", WRITTEN) == "raw-data/year=2026/month=11/day=20"
