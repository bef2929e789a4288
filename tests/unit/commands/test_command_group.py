"""The commands' names and summaries are known without loading them, and are what the commands say themselves."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from finpulse_cli.commands.command_group import COMMANDS, Entry, load
from tests.outside import PYTHON

FOLDER = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_summary_is_the_first_line_of_the_commands_help(entry: Entry) -> None:
    assert inspect.cleandoc(load(entry.name).help or "").splitlines()[0] == entry.summary


@pytest.mark.starts_programs(PYTHON)
def test_help_loads_no_command_and_nothing_that_is_slow() -> None:
    code = "import sys; from finpulse_cli.main import run\ntry: run(['--help'])\nexcept SystemExit: pass\n"
    slow = ("boto3", "botocore", "duckdb", "requests", "rich.markdown", "rich.traceback", "pygments", "psutil")
    shown = f"print(*sorted(n for n in sys.modules if n in {slow}), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code + shown], cwd=FOLDER, capture_output=True, text=True, check=True, timeout=60
    )
    assert all(entry.name in done.stdout for entry in COMMANDS)
    assert all(text in done.stdout for text in ("[OPTIONS] COMMAND", "--version", "-h", "Example:"))
    assert done.stderr.strip() == ""
