"""Advice names the target that the user named."""

from __future__ import annotations

import pytest

from finpulse_cli.hints import about


@pytest.mark.parametrize(
    ("action", "meant"),
    [
        ("run `finpulse up`", "run `finpulse up --aws`"),
        (
            "run `finpulse status`; `finpulse up` repairs it",
            "run `finpulse status --aws`; `finpulse up --aws` repairs it",
        ),
        (
            "see it with `finpulse logs aggregator --since 1d`",
            "see it with `finpulse logs --aws aggregator --since 1d`",
        ),
        (
            "run `finpulse down --purge --aws`, then `finpulse up`",
            "run `finpulse down --purge --aws`, then `finpulse up --aws`",
        ),
        ("run `finpulse up --target embedded`", "run `finpulse up --target embedded`"),
        ("run `finpulse cost`, or leave --aws out", "run `finpulse cost`, or leave --aws out"),
        ("run `finpulse up`, or use `--target embedded`", "run `finpulse up --aws`, or use `--target embedded`"),
        ("run `finpulses up`", "run `finpulses up`"),
    ],
)
def test_commands_are_about_the_named_target(action: str, meant: str) -> None:
    assert about(action, "aws") == meant


def test_other_targets_are_named_in_full() -> None:
    assert about("run `finpulse up`", "localstack") == "run `finpulse up --target localstack`"
