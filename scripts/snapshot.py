"""Makes the snapshot of a first apply again: `make snapshot`.

The stack is really applied, twice and side by side, on other ports and in other folders. What is left of both once
ports, paths, times, secrets and random ids are taken out must be the same, or nothing is written.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.daemon.probe import NEIGHBOURS, free_ports
from finpulse_cli.targets.embedded.snapshot.snapshot_file import PATH
from scripts.snapshot_template import Applied, template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.targets.embedded.snapshot.snapshot_file import Snapshot

FIRST_PORT = 21_000
PROJECT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Apply twice, compare, write."""
    first = free_ports(FIRST_PORT)
    ports = (first, free_ports(first + NEIGHBOURS))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        homes = [Path(folder) / str(port) for port in ports]
        one, other = (template(applied) for applied in pool.map(apply, homes, ports))
    if differing := differences(one, other):
        sys.exit("error: two applies left more behind than can be told apart:\n" + "\n".join(differing))
    one.save()
    sys.stdout.write(f"{PATH.relative_to(PROJECT)}: {PATH.stat().st_size} bytes\n")


def apply(home: Path, port: int) -> Applied:
    """Apply the stack in a home of its own, from scratch, and stop it. Raises CalledProcessError."""
    began = time.time()
    try:
        _finpulse(home, "up", "--target", "embedded", "--port", str(port), "--from-scratch")
        _finpulse(home, "down", "--target", "embedded")
    except BaseException:
        purge = _command("down", "--target", "embedded", "--purge", "--yes")
        subprocess.run(purge, env=_environment(home), check=False)  # noqa: S603 - a command of our own
        raise
    return Applied(TargetHome(home / "embedded"), port, began, time.time())


def differences(one: Snapshot, other: Snapshot) -> list[str]:
    """Return where two snapshots differ, each with what stands there."""
    return [line for name, text in _texts(one).items() for line in _difference(name, text, _texts(other)[name])]


def _texts(snapshot: Snapshot) -> Mapping[str, str]:
    fields = asdict(snapshot)
    state = fields.pop("state")
    return {name: str(value) for name, value in (fields | state).items()}


def _difference(name: str, one: str, other: str) -> list[str]:
    if one == other:
        return []
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, place - 120)
    return [f"{name}:\n  {one[begin : place + 60]}\n  {other[begin : place + 60]}"]


def _finpulse(home: Path, *arguments: str) -> None:
    subprocess.run(_command(*arguments), env=_environment(home), stdout=subprocess.DEVNULL, check=True)  # noqa: S603


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "finpulse_cli", *arguments]


def _environment(home: Path) -> dict[str, str]:
    """Return the machine's, without what would tune the stack."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("TF_VAR_", "FINPULSE_", "AWS_"))}
    return kept | {"FINPULSE_HOME": str(home)}


if __name__ == "__main__":
    main()
