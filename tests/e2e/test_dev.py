"""`finpulse dev`: a saved handler answers, broken code does not take its place, a bad value is refused by the plan."""

from __future__ import annotations

import re
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.daemon.probe import get
from tests.e2e.sandbox import PROJECT, Sandbox
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.sandbox import Running

RETURN = "    return answer(event, services(), utc_now)\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The sources, to be edited."""
    for name in ("lambdas", "terraform"):
        shutil.copytree(PROJECT / name, tmp_path / "clone" / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copyfile(PROJECT / "pyproject.toml", tmp_path / "clone" / "pyproject.toml")
    return tmp_path / "clone"


@pytest.fixture
def developing(fresh: Sandbox, clone: Path) -> Iterator[Running]:
    """The edit loop over it, on a sandbox of its own."""
    fresh.clone = clone
    fresh.run(*fresh.up)
    running = fresh.start("dev", "--no-page")
    running.says("watching")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_save_break_mend_and_a_bad_value(fresh: Sandbox, clone: Path, developing: Running) -> None:
    handler, variables = clone / "lambdas" / "api_handler" / "handler.py", clone / "terraform" / "variables_stream.tf"
    before = handler.read_text()
    url = f"{fresh.api_url()}/feeds"

    handler.write_text(before.replace(RETURN, saying("one")))
    eventually(lambda: header(url) == "one", "the new code answers")
    handler.write_text(before.replace(RETURN, saying("two")) + "def broken(:\n")
    developing.says("SyntaxError")
    assert header(url) == "one"
    handler.write_text(before.replace(RETURN, saying("three")))
    eventually(lambda: header(url) == "three", "the mended code answers")
    developing.says("api_handler  took")

    variables.write_text(re.sub(r"default( *)= 1\n", r"default\1= 1.5\n", variables.read_text(), count=1))
    developing.says("shard_count is a whole number")
    assert header(url) == "three"

    developing.process.send_signal(signal.SIGINT)
    assert "the sandbox stays up" in developing.finish(0).stderr
    assert header(url) == "three"


def saying(word: str) -> str:
    """A handler that answers with a header more."""
    return f'    told = answer(event, services(), utc_now)\n    told["headers"]["x-dev"] = "{word}"\n    return told\n'


def header(url: str) -> str | None:
    """What the handler says."""
    reply = get(url, 30)
    return None if reply is None else reply.header("x-dev")
