from __future__ import annotations

from finpulse_cli.features.tail.base import Row
from finpulse_cli.features.tail.window import FOLLOWED, WindowReader


class Table:
    """A table of numbers, in order."""

    def __init__(self, *items: int) -> None:
        self.items = list(items)
        self.asked: list[int] = []

    def reader(self) -> WindowReader[int]:
        """Shows every number but those that end in 9."""
        return WindowReader((), self._read, lambda item: None if item % 10 == 9 else Row(str(item), {"n": item}))

    def _read(self, count: int) -> list[int]:
        self.asked.append(count)
        return sorted(self.items)


def numbers(rows: list[Row]) -> list[int]:
    return [row.values["n"] for row in rows]


def test_latest_are_the_newest_in_time_order() -> None:
    assert numbers(Table(1, 2, 3, 4).reader().latest(2).rows) == [3, 4]


def test_rows_that_are_not_shown_do_not_count() -> None:
    assert numbers(Table(1, 2, 9, 19).reader().latest(2).rows) == [1, 2]


def test_fresh_is_what_was_not_there_wherever_it_stands() -> None:
    table = Table(10, 30)
    reader = table.reader()
    page = reader.latest(1)
    table.items += [20, 40]
    page = reader.fresh(page.cursor)
    assert numbers(page.rows) == [20, 40]
    assert reader.fresh(page.cursor).rows == []


def test_the_first_look_covers_what_a_follow_looks_at() -> None:
    table = Table(*range(10, 19))
    reader = table.reader()
    page = reader.latest(1)
    assert table.asked == [FOLLOWED]
    assert reader.fresh(page.cursor).rows == []
    reader.latest(FOLLOWED + 1)
    assert table.asked[-1] == FOLLOWED + 1
