"""What a probe has seen."""

from __future__ import annotations

from finpulse_cli.features.bench.probe import Sightings


def test_an_event_is_seen_once_and_keeps_its_first_moment() -> None:
    sightings = Sightings()
    sightings.expect("2026-11-20T17:00:00.000Z")
    assert sightings.is_waiting
    sightings.saw("2026-11-20T17:00:00.000Z", 10.0)
    sightings.saw("2026-11-20T17:00:00.000Z", 20.0)
    assert sightings.all() == {"2026-11-20T17:00:00.000Z": 10.0}
    assert not sightings.is_waiting


def test_a_newer_event_shows_the_older_ones_too() -> None:
    sightings = Sightings()
    for second in range(3):
        sightings.expect(f"2026-11-20T17:00:0{second}.000Z")
    sightings.saw("2026-11-20T17:00:01.000Z", 10.0)
    assert list(sightings.all().values()) == [10.0, 10.0]
    assert sightings.is_waiting


def test_what_nobody_expects_is_passed_over() -> None:
    sightings = Sightings()
    sightings.saw("2026-11-20T17:00:00.000Z", 10.0)
    sightings.expect("2026-11-20T17:00:01.000Z")
    sightings.saw("2026-11-20T17:00:00.500Z", 11.0)
    assert sightings.all() == {}
