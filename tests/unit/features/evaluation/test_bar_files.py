from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.features.evaluation.bar_files import read_folder
from tests.minute_bars import trading_days, walk, write_csv

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "ts_utc,symbol,open,high,low,close,volume"
ROW = "2019-02-11T14:31:00Z,AAPL,171.14,171.2,170.7,170.97,619925"


def test_a_symbols_bars_come_in_order_from_all_files(tmp_path: Path) -> None:
    first, second = (walk([day]) for day in trading_days(2))
    write_csv(tmp_path / "a.csv", [*second, *walk(trading_days(1), symbol="MSFT")])
    write_csv(tmp_path / "b.csv", first[::-1])
    (tmp_path / "README.md").write_text("not bars")
    found = read_folder(tmp_path)
    assert list(found) == ["AAPL", "MSFT"]
    assert [(event.timestamp, event.price) for event in found["AAPL"]] == [
        (event.timestamp, event.price) for event in [*first, *second]
    ]


def test_a_bar_is_an_event_at_its_close(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW}\n")
    (event,) = read_folder(tmp_path)["AAPL"]
    assert (event.price, event.open, event.high, event.low, event.volume) == tuple(
        map(Decimal, ("170.97", "171.14", "171.2", "170.7", "619925"))
    )
    assert str(event.session) == "2019-02-11"


def test_a_price_that_was_a_float_is_taken_to_the_tenth_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW.replace('170.97', '170.97000122070312')}\n")
    assert read_folder(tmp_path)["AAPL"][0].price == Decimal("170.9700012207")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ts_utc,symbol,close\n", "has no column open or high or low or volume"),
        (f"{HEAD}\n{ROW}\n{ROW}\n", "line 3: AAPL has a bar of that time already"),
        (f"{HEAD}\n{ROW.replace('170.97', 'x')}\n", "line 2 is no bar"),
        (f"{HEAD}\n{ROW.replace('170.97', '0')}\n", "line 2 is no bar: price is not above zero"),
        (f"{HEAD}\n{ROW.replace('170.97', 'NaN')}\n", "line 2 is no bar: price is not a finite number"),
        (f"{HEAD}\n{ROW.replace('170.97', '1e30')}\n", "line 2 is no bar: price is beyond"),
        (f"{HEAD}\n{ROW.replace('Z,', ',')}\n", "line 2 is no bar: ts_utc has no time zone"),
        (f"{HEAD}\n{ROW.replace('2019', 'then')}\n", "line 2 is no bar"),
        (f"{HEAD}\n2019-02-11T14:31:00Z,AAPL\n", "line 2 is no bar"),
    ],
)
def test_what_is_no_file_of_bars_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(FailedError, match=why):
        read_folder(tmp_path)


@pytest.mark.parametrize("files", [{}, {"a.csv": f"{HEAD}\n"}])
def test_a_folder_without_bars_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(MissingError, match="hold"):
        read_folder(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FailedError, match="cannot be read"):
        read_folder(tmp_path)
