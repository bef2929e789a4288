"""Prices that stand in a page, as sightings of the events that brought them."""

from __future__ import annotations

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.features.bench.bench_screen import PriceSightings, ScreenProbe

AT = [f"2026-11-20T14:31:{second:02}.000Z" for second in range(60)]


@pytest.fixture
def sightings() -> PriceSightings:
    """Three events on their way: 100.00, 100.01 and 100.02."""
    made = PriceSightings()
    for timestamp in AT[:3]:
        made.expect(timestamp)
    return made


def test_a_price_names_its_event(sightings: PriceSightings) -> None:
    sightings.saw_price("100.00", 1.0)
    sightings.saw_price("100.01", 2.0)

    assert sightings.all() == {AT[0]: 1.0, AT[1]: 2.0}
    assert sightings.is_waiting


def test_a_price_that_was_skipped_is_seen_with_the_next(sightings: PriceSightings) -> None:
    sightings.saw_price("100.02", 1.0)

    assert sightings.all() == dict.fromkeys(AT[:3], 1.0)


def test_a_price_of_before_or_of_nobody_says_nothing(sightings: PriceSightings) -> None:
    sightings.saw_price("100.00", 1.0)
    sightings.saw_price("100.00", 2.0)
    sightings.saw_price("99.99", 3.0)

    assert sightings.all() == {AT[0]: 1.0}


def test_a_price_that_comes_twice_is_the_older_event() -> None:
    sightings = PriceSightings()
    for timestamp in AT[:42]:  # up 20 cents and down again: number 19 and number 21 have one price
        sightings.expect(timestamp)
    sightings.saw_price("100.18", 1.0)

    sightings.saw_price("100.19", 2.0)
    assert AT[19] in sightings.all()
    assert AT[21] not in sightings.all()


def test_what_is_missing_is_told_by_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    probe = ScreenProbe("http://127.0.0.1:1/", {})

    with pytest.raises(MissingError, match="Chromium"):
        probe.start()
    probe.stop()


def test_one_that_never_started_can_be_stopped() -> None:
    ScreenProbe("http://127.0.0.1:1/", {}).stop()
