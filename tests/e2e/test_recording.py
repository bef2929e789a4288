"""A recording of a provider, replayed and compared with what was made of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.sandbox import Sandbox

KEY = "Q7W8E9R1T2Y3U4I5"
QUOTES = ("--rounds", "2", "--every", "0")


@pytest.mark.parametrize(
    "options",
    [
        ("--function", "TIME_SERIES_INTRADAY"),
        ("--function", "GLOBAL_QUOTE", *QUOTES),
        ("--function", "REALTIME_BULK_QUOTES", *QUOTES),
        ("--function", "FINNHUB_QUOTE", *QUOTES),
    ],
    ids=lambda options: options[1],
)
def test_a_recorded_folder_replays_as_the_expectation_made_of_it_says(
    options: tuple[str, ...], sandbox: Sandbox, tmp_path: Path
) -> None:
    provider = f"http://127.0.0.1:{sandbox.port + 1}"
    user = {
        "ALPHA_VANTAGE_KEY": KEY,
        "ALPHA_VANTAGE_URL": provider,
        "FINNHUB_KEY": KEY,
        "FINNHUB_URL": f"{provider}/api/v1",
    }
    folder = str(tmp_path / "recorded")
    recording = replace(sandbox, extra={**sandbox.extra, **user})
    recording.run("record", folder, "--symbols", "AAPL,TSLA", *options)
    sandbox.run("replay", folder, "--write-expectation")
    done = sandbox.run("replay", folder, "--expect", "--json")
    expected = json.loads((tmp_path / "recorded" / "expected.json").read_text())
    assert json.loads(done.stdout)["events_sent"] == expected["events"] > 0
    assert "as expected" in done.stderr
