from __future__ import annotations

import pytest

from finpulse_cli.argv import with_default_values


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["replay", "calm", "--expect"], ["replay", "calm", "--expect", "own"]),
        (["replay", "calm", "--expect", "--json"], ["replay", "calm", "--expect", "own", "--json"]),
        (["replay", "calm", "--expect", "file.json"], ["replay", "calm", "--expect", "file.json"]),
        (["replay", "calm", "--expect=file.json"], ["replay", "calm", "--expect=file.json"]),
        (["replay", "calm"], ["replay", "calm"]),
        (["replay", "--", "--expect"], ["replay", "--", "--expect"]),
        ([], []),
    ],
)
def test_a_bare_expect_means_the_fixtures_own(given: list[str], meant: list[str]) -> None:
    assert with_default_values(given) == meant
