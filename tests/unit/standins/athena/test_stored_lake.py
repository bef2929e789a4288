"""What a lake holds, laid out for DuckDB."""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.unit.features.tail.fakes import FakeS3
from tests.unit.standins.athena.lakes import stored_lake

DAY = "raw-data/year=2026/month=11/day=20/"
LITERAL = "raw-data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"


def laid_out(tmp_path: Path, s3: FakeS3, sizes: list[int]) -> dict[str, bytes]:
    """The files by their paths."""
    folder = tmp_path / f"query {len(sizes)}"
    files = stored_lake(tmp_path, s3).lay_out(folder, ["a"], sizes.append, lambda: False)
    return {str(Path(file).relative_to(folder)): Path(file).read_bytes() for file in files}


def test_a_file_a_day_with_the_events_in_the_order_of_the_keys(tmp_path: Path) -> None:
    s3, sizes = FakeS3(), list[int]()
    s3.add(f"{DAY}b.json.gz", gzip.compress(b'{"a":3}\n', mtime=0), seconds=-60)
    s3.add(f"{DAY}a.json.gz", b'{"a":1}\n{"a":2}')
    s3.add("raw-data/year=2026/month=11/day=21/a.json", b'{"a":4}\n')
    s3.add(f"{LITERAL}2026/11/21/07/b.json", b'{"a":5}{"a":6}')
    s3.add("quarantine/x.json", b"7\n")
    assert laid_out(tmp_path, s3, sizes) == {
        "year=2026/month=11/day=20/rows.tsv": b"1\n2\n3\n",
        # `!` sorts before digits
        "year=2026/month=11/day=21/rows.tsv": b"5\n6\n4\n",
    }
    assert sum(sizes) == sum(len(data) for key, (data, _) in s3.objects.items() if key.startswith("raw-data/"))


def test_hidden_objects_and_folders_are_none_of_the_tables(tmp_path: Path) -> None:
    s3 = FakeS3()
    for key in ("_SUCCESS", ".a.json", "_tmp/a.json", "empty/"):
        s3.add(f"{DAY}{key}", b"1\n")
    assert laid_out(tmp_path, s3, []) == {}


def test_an_object_is_fetched_once_and_counts_every_time(tmp_path: Path) -> None:
    s3, sizes = FakeS3(), list[int]()
    s3.add(f"{DAY}a.json", b'{"a":1}\n')
    first = laid_out(tmp_path, s3, sizes)
    assert laid_out(tmp_path, s3, sizes) == first
    assert s3.opened == [f"{DAY}a.json"]
    assert sizes == [8, 8]
    s3.add(f"{DAY}a.json", b'{"a":2}\n', seconds=1)
    assert laid_out(tmp_path, s3, sizes) != first


def test_many_objects_are_all_there_in_order(tmp_path: Path) -> None:
    s3, sizes = FakeS3(), list[int]()
    for number in range(200):
        s3.add(f"{DAY}{number:03}.json", b'{"a":%d}\n' % number)
    [content] = laid_out(tmp_path, s3, sizes).values()
    assert content.split() == [b"%d" % number for number in range(200)]
    assert len(sizes) == 200


def test_it_ends_when_it_is_stopped(tmp_path: Path) -> None:
    s3, sizes = FakeS3(), list[int]()
    for number in range(200):
        s3.add(f"{DAY}{number:03}.json", b'{"a":%d}\n' % number)
    stored_lake(tmp_path, s3).lay_out(tmp_path / "query", ["a"], sizes.append, lambda: bool(sizes))
    assert 0 < len(sizes) < 200
