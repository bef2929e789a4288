"""Which target a command means."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.errors import UsageError
from finpulse_cli.settings import Settings
from finpulse_cli.targets.embedded import DEFAULT_PORT
from finpulse_cli.targets.resolve import resolve_target


def test_without_a_choice_it_is_the_embedded_one(tmp_path: Path) -> None:
    target = resolve_target(None, Settings(home=tmp_path), tmp_path)

    assert target.name == "embedded"
    assert target.home.root == tmp_path / "embedded"
    assert target.access.endpoint_url == f"http://127.0.0.1:{DEFAULT_PORT}"


def test_the_option_wins_over_the_environment(tmp_path: Path) -> None:
    assert resolve_target("embedded", Settings(home=tmp_path, target="aws"), tmp_path).name == "embedded"


@pytest.mark.parametrize("name", ["aws", "localstack", "moon"])
def test_any_other_target_is_refused_whoever_asked(name: str, tmp_path: Path) -> None:
    for choice, settings in ((name, Settings(home=tmp_path)), (None, Settings(home=tmp_path, target=name))):
        with pytest.raises(UsageError, match="embedded target only"):
            resolve_target(choice, settings, tmp_path)
