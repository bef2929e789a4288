"""How long an answer takes."""

from __future__ import annotations

from random import Random

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.standins.provider.latency import Latency, parse_latency


@pytest.mark.parametrize(
    ("text", "latency"),
    [
        ("0ms", Latency()),
        ("200ms", Latency(0.2, 0.2)),
        ("1.5s", Latency(1.5, 1.5)),
        ("50ms-2s", Latency(0.05, 2)),
    ],
)
def test_it_is_one_time_or_two(text: str, latency: Latency) -> None:
    assert parse_latency(text) == latency


@pytest.mark.parametrize("text", ["", "200", "fast", "2s-50ms", "1m", "-1s"])
def test_anything_else_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_latency(text)
    assert "50ms-2s" in str(caught.value.next_action)


def test_it_is_drawn_from_the_seed_within_its_bounds() -> None:
    runs = [[parse_latency("50ms-2s").seconds(random) for _ in range(100)] for random in (Random(3), Random(3))]  # noqa: S311
    assert runs[0] == runs[1]
    assert all(0.05 <= seconds <= 2 for seconds in runs[0])
    assert len(set(runs[0])) > 90
