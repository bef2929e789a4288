"""Records a real `finpulse demo`, from nothing on, into docs/images/demo.svg: `make recording`.

What it prints is taken as it comes. Waits of more than a second are shown as one; the folder that it keeps its state
in, a temporary one, is shown as the one that an installation has.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.terminal_svg import COLUMNS, Shown, svg, without_long_waits

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "images" / "demo.svg"
CALL = "finpulse demo"
_LONGEST_WAIT_SECONDS = 1.0
_TITLE = "finpulse demo: a sandbox comes up, a flash crash goes through it, and its anomalies come out"


def main() -> None:
    """Run the demo in a home of its own, draw what it showed, and take the sandbox down."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        try:
            lines = record(["demo", "--no-open"], environment, {folder: "~"})
        finally:
            subprocess.run(  # noqa: S603 - a command of our own
                _command("down", "--purge", "--yes"), env=environment, check=False, capture_output=True
            )
    shown = [Shown(0, f"$ {CALL}"), *without_long_waits(lines, _LONGEST_WAIT_SECONDS)]
    PAGE.write_text(svg(shown, _TITLE), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(PROJECT)}: {len(shown)} lines, {PAGE.stat().st_size} bytes\n")


def record(arguments: list[str], environment: Mapping[str, str], replaced: Mapping[str, str]) -> list[Shown]:
    """Return the lines that a command prints on both streams, each with its time. Raises CalledProcessError."""
    began = time.monotonic()
    lines: list[Shown] = []
    with subprocess.Popen(  # noqa: S603 - a command of our own
        _command(*arguments),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        for line in process.stdout or ():
            text = line.rstrip("\n")
            for there, instead in replaced.items():
                text = text.replace(there, instead)
            lines.append(Shown(time.monotonic() - began, text))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, CALL, output="\n".join(line.text for line in lines))
    return lines


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "finpulse_cli", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment with colours, without live displays, and with a home that holds nothing yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "FINPULSE_", "TF_"))}
    return kept | {
        "FINPULSE_HOME": str(folder / ".local" / "share" / "finpulse"),
        "COLUMNS": str(COLUMNS),
        "FORCE_COLOR": "1",
        "TTY_INTERACTIVE": "0",
        "TERM": "xterm-256color",
        "PYTHONUNBUFFERED": "1",
    }


if __name__ == "__main__":
    main()
