from __future__ import annotations

import pytest

from finpulse_cli.features.tail.chart import LABEL_WIDTH, Series, draw_chart

RISE = Series(window=[100, 101, 102, 103, 104, 105], price=112, mean=102.5, stdev=2)


def test_a_spike() -> None:
    assert draw_chart(RISE, 34, 9) == [
        " price       112.00 ┤            ◆",
        "+3.5 s       109.50 ┤┈┈┈┈┈┈┈┈┈┈┈┈┈",
        "+2.5 s       107.50 ┤┄┄┄┄┄┄┄┄┄┄┄┄┄",
        "                    │          •  ",
        "                    │      • •    ",
        "  mean       102.50 ┤──•─•────────",
        "                    │•            ",
        "-2.5 s        97.50 ┤┄┄┄┄┄┄┄┄┄┄┄┄┄",
        "-3.5 s        95.50 ┤┈┈┈┈┈┈┈┈┈┈┈┈┈",
    ]


def test_a_drop_so_deep_that_bands_and_mean_share_a_row() -> None:
    assert draw_chart(Series(window=[400] * 4, price=390, mean=400, stdev=0.04), 34, 7) == [
        "  mean       400.00 ┤•──•──•──•───",
        "                    │             ",
        "                    │             ",
        "                    │             ",
        "                    │             ",
        "                    │             ",
        " price       390.00 ┤            ◆",
    ]


@pytest.mark.parametrize(("width", "height"), [(0, 0), (40, 5), (80, 15), (200, 60)])
def test_it_has_the_size_asked_for_but_stays_readable(width: int, height: int) -> None:
    lines = draw_chart(RISE, width, height)
    assert len(lines) == max(height, 5)
    assert {len(line) for line in lines} == {max(width, LABEL_WIDTH + 10)}


def test_prices_without_any_spread_are_drawn_too() -> None:
    lines = draw_chart(Series(window=[5, 5], price=5, mean=5, stdev=0), 40, 5)
    assert sum("◆" in line for line in lines) == 1


def test_other_limits_have_their_own_labels() -> None:
    lines = draw_chart(Series([100, 101], 120, 101, 1, limits=(3.21, 10.6), centre="from"), 34, 15)
    labels = [line[:6].strip() for line in lines if line[:6].strip()]
    assert labels == ["price", "+11 s", "+3.2 s", "from", "-3.2 s", "-11 s"]


def test_small_prices_keep_their_digits() -> None:
    lines = draw_chart(Series(window=[0.00001234] * 4, price=0.00001334, mean=0.00001234, stdev=1e-7), 40, 7)
    assert lines[0].startswith(" price   0.00001334 ┤")
