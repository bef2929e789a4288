"""A replay that fails on a full disk says that the disk is full."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.console import stderr
from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.replay import on_target

if TYPE_CHECKING:
    from pathlib import Path


class Stalled:
    """A replay of which no consumer moves."""

    def __init__(self, **_settings: Any) -> None:
        pass

    def run(self) -> Any:
        """Fail."""
        raise FailedError("aggregator has not moved for 90 s", "look")


@pytest.mark.parametrize(("free", "is_told"), [(1_000_000, True), (10**9, False)])
def test_the_disk_is_named_when_it_is_full(
    free: int, is_told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_target, "Replay", Stalled)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    place: Any = SimpleNamespace(clients=None, throttles=False, flush_lake=lambda: None, home=TargetHome(tmp_path))
    plan: Any = SimpleNamespace(to_send=1)
    with pytest.raises(FailedError, match="has not moved for 90 s") as failed:
        on_target.replay_on(place, None, plan, stderr())  # type: ignore[arg-type]
    assert (f"the disk of {tmp_path} is full: 1 MB are free" in failed.value.message) == is_told
    assert failed.value.next_action == "look"
