"""The training of `multiscale`: what it learns of a market whose pattern is known, and what it writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.detectors import multiscale_parameters
from scripts import train_multiscale
from scripts.train_multiscale import main, pattern_of, text_of
from tests.minute_bars import trading_days, walk, write_csv

if TYPE_CHECKING:
    from pathlib import Path

DAYS = trading_days(3)
SYMBOLS = [walk(DAYS, seed=seed, places=6, basis_points=5 * (seed + 1)) for seed in range(3)]


def test_the_pattern_is_that_of_the_market_whatever_the_symbols_volatility() -> None:
    """`walk` has 0.75 + 1.25 exp(-t / 40) before the close."""
    pattern = pattern_of(SYMBOLS)
    assert len(pattern) == 13
    assert sum(value * value for value in pattern) / 13 == pytest.approx(1, abs=0.01)
    noon = sum(pattern[5:9]) / 4
    assert pattern[0] / noon == pytest.approx(2.15, rel=0.1)
    assert pattern[1] / noon == pytest.approx(1.52, rel=0.1)


def test_a_jump_leaves_the_pattern_as_it_was() -> None:
    jumped = [bar for bar in SYMBOLS[0] if bar.timestamp < SYMBOLS[0][500].timestamp]
    after = walk(DAYS, seed=0, places=6, start=150.0)[500:]
    assert pattern_of([[*jumped, *after]]) == pytest.approx(pattern_of(SYMBOLS[:1]), rel=0.06)


def test_a_day_without_an_afternoon_is_refused() -> None:
    with pytest.raises(ValueError, match="a half-hour of AAPL has no returns"):
        pattern_of([SYMBOLS[0][:200]])


def test_the_file_says_what_it_was_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path / "bars.csv", SYMBOLS[0])
    target = tmp_path / "parameters.py"
    monkeypatch.setattr(train_multiscale, "TARGET", target)
    monkeypatch.setattr(
        "sys.argv", ["train", str(tmp_path), "--until", str(DAYS[1]), "--note", "a market that never was"]
    )
    main()
    text = target.read_text()
    assert "- a market that never was\n- AAPL, 780 bars, 2026-11-16 to 2026-11-17\n" in text
    made: dict[str, object] = {}
    exec(text, made)  # noqa: S102  # our own text
    assert made["PATTERN"] == tuple(pattern_of([SYMBOLS[0][:780]]))


def test_the_committed_file_is_of_this_form() -> None:
    text = train_multiscale.TARGET.read_text(encoding="utf-8")
    provenance = [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
    assert text == text_of(multiscale_parameters.PATTERN, provenance)
