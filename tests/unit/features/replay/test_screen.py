from __future__ import annotations

import io
from decimal import Decimal

from rich.console import Console

from finpulse_cli.features.replay.playback import KEYS_HELP
from finpulse_cli.features.replay.screen import ReplayScreen, anomaly_line

DROP = {
    "symbol": "AAPL",
    "direction": "DROP",
    "severity": "HIGH",
    "current_price": Decimal("262.84"),
    "z_score": Decimal("-44.2749"),
    "deviation_percent": Decimal("-2.149"),
    "detected_at": "2026-11-22T12:14:00.000Z",
    "alerted": True,
}


def test_an_anomaly_is_one_line_that_fits_a_narrow_terminal() -> None:
    widest = {
        **DROP,
        "symbol": "BRK.B",
        "direction": "SPIKE",
        "severity": "MEDIUM",
        "current_price": Decimal("612345.67"),
    }
    for item in (DROP, widest):
        line = anomaly_line(item).plain
        assert len(line) <= 80
        assert "12:14 UTC" in line
        assert line.endswith("e-mailed")
    assert "▼ DROP" in anomaly_line(DROP).plain
    assert anomaly_line(DROP | {"detector": "zscore"}) == anomaly_line(DROP)
    assert anomaly_line(DROP | {"detector": "calibrated"}).plain.endswith("e-mailed  calibrated")
    assert "z   -44.27    -2.15%" in anomaly_line(DROP).plain


def test_without_a_terminal_the_anomalies_stay_and_the_bars_go() -> None:
    file = io.StringIO()
    with ReplayScreen(Console(file=file, width=100), 10) as screen:
        screen.moved(10, 5)
        screen.anomaly({**DROP, "alerted": False})
    lines = file.getvalue().splitlines()
    assert len(lines) == 1
    assert "AAPL" in lines[0]
    assert "e-mailed" not in lines[0]


def test_with_keys_and_without_a_terminal_to_show_it_a_change_is_a_line() -> None:
    file = io.StringIO()
    with ReplayScreen(Console(file=file, width=100), 10, "space pause") as screen:
        for minute in range(3):
            screen.playing("playing 60x", f"09:3{minute}:00 in New York")
        screen.playing("paused 60x", "09:33:00 in New York")
    assert file.getvalue().splitlines() == [
        "playing 60x at 09:30:00 in New York",
        "paused 60x at 09:33:00 in New York",
    ]


def test_in_a_terminal_the_state_stands_below_the_bars_and_fits() -> None:
    file = io.StringIO()
    with ReplayScreen(Console(file=file, width=80, force_terminal=True), 10, KEYS_HELP) as screen:
        screen.playing("paused 0.0625x", "09:33:00 in New York")
    line = f"paused 0.0625x · 09:33:00 in New York · {KEYS_HELP}"
    assert line in file.getvalue()
    assert len(line) <= 80
