"""Processes that begin as copies of one that has the SDK loaded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.targets.embedded.overlay.forked_processes import ForkedProcess, Zygote, may_be_forked
from tests.outside import PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[[str], ForkedProcess]

pytestmark = [
    pytest.mark.starts_programs(PYTHON),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks functions' processes"),
]


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    started = Zygote({"PATH": os.defpath, "AWS_EC2_METADATA_DISABLED": "true"})
    yield started
    started.stop()


@pytest.fixture
def run(zygote: Zygote, tmp_path: Path) -> Iterator[Run]:
    """Return a function that runs a script's text in a folder of its own."""
    started: list[ForkedProcess] = []
    (tmp_path / "code").mkdir()

    def run_text(text: str) -> ForkedProcess:
        script = tmp_path / "_worker.py"
        script.write_text(text)
        started.append(zygote.fork(str(script), str(tmp_path / "code"), {"NAME": "value", "PATH": os.defpath}))
        return started[-1]

    yield run_text
    for process in started:
        process.kill()
        process.wait(10)
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


def told(process: ForkedProcess) -> dict[str, object]:
    found: dict[str, object] = json.loads(process.stdout.readline())
    return found


def test_it_has_its_own_streams_folder_and_variables(run: Run, tmp_path: Path) -> None:
    process = run(
        "import json, os, sys\n"
        "line = sys.stdin.readline()\n"
        "print('to the log', file=sys.stderr)\n"
        "print(json.dumps({'line': line, 'folder': os.getcwd(), 'variables': dict(os.environ), 'name': __name__,\n"
        "                  'arguments': sys.argv, 'pid': os.getpid()}))\n"
    )
    process.stdin.write("asked\n")
    process.stdin.flush()
    found = told(process)
    assert found == {
        "line": "asked\n",
        "folder": str(tmp_path / "code"),
        "variables": {"NAME": "value", "PATH": os.defpath},
        "name": "__main__",
        "arguments": [str(tmp_path / "_worker.py")],
        "pid": process.pid,
    }
    assert process.stderr.readline() == "to the log\n"
    assert process.wait(10) == 0
    assert process.poll() == 0


def test_it_has_the_sdk_and_none_of_our_code(run: Run) -> None:
    text = "print(json.dumps({'loaded': sorted(sys.modules), 'session': repr(boto3.DEFAULT_SESSION)}))\n"
    found = told(run(f"import boto3, json, sys\n{text}"))
    loaded = found["loaded"]
    assert found["session"] == "None"  # what a function changes in the SDK before it makes one has its effect
    assert isinstance(loaded, list)
    assert {"boto3", "botocore.signers"} <= set(loaded)
    assert not [name for name in loaded if name.partition(".")[0] == "lambdas"]


def test_two_processes_draw_other_numbers(run: Run) -> None:
    text = "import json, random, uuid\nprint(json.dumps({'drawn': [random.random(), str(uuid.uuid4())]}))\n"
    one, other = (told(run(text))["drawn"] for _ in range(2))
    assert one != other


def test_what_ends_it_is_told_on_stderr(run: Run) -> None:
    process = run("raise ValueError('as asked')\n")
    assert "ValueError: as asked" in process.stderr.read()
    assert process.wait(10) == 0


def test_it_may_wait_for_programs_of_its_own(run: Run) -> None:
    called = "subprocess.call([sys.executable, '-c', 'exit(3)'])"
    assert told(run(f"import json, subprocess, sys\nprint(json.dumps({{'code': {called}}}))\n")) == {"code": 3}


def test_it_ends_when_nobody_writes_to_it_any_more(run: Run) -> None:
    process = run("import sys\nsys.stdin.read()\n")
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(10) == 0


def test_it_can_be_asked_to_end_and_be_ended(run: Run) -> None:
    asked = run("import sys\nprint('{}', flush=True)\nsys.stdin.read()\n")
    told(asked)
    with pytest.raises(subprocess.TimeoutExpired):
        asked.wait(0)
    asked.terminate()
    asked.wait(10)
    deaf = run(
        "import signal, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('{}', flush=True)\nsys.stdin.read()\n"
    )
    told(deaf)
    deaf.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        deaf.wait(0)
    deaf.kill()
    assert deaf.wait(10) == 0
    deaf.kill()  # and no other process that has its number by now


def test_a_zygote_that_has_ended_is_started_again(run: Run) -> None:
    parent = told(run("import json, os\nprint(json.dumps({'parent': os.getppid()}))\n"))["parent"]
    assert isinstance(parent, int)
    os.kill(parent, signal.SIGKILL)
    text = "import json, os\nprint(json.dumps({'parent': os.getppid()}))\n"
    with pytest.raises(OSError, match="gave none"):
        run(text)
    assert told(run(text))["parent"] != parent


def test_a_python_of_other_settings_is_not_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    arguments, same = [sys.executable, "_worker.py"], {**os.environ, "NAME": "value"}
    assert may_be_forked(arguments, same, tmp_path)
    assert not may_be_forked(["node", "_worker.js"], same, tmp_path)
    for name in ("PYTHONPATH", "PYTHONHASHSEED", "LD_PRELOAD", "AWS_DATA_PATH", "_LAMBDA_LAYERS_DIRS"):
        assert not may_be_forked(arguments, {**same, name: "other"}, tmp_path), name
    assert not may_be_forked(arguments, {k: v for k, v in same.items() if k != "PYTHONUNBUFFERED"}, tmp_path)


@pytest.mark.parametrize("name", ["botocore", "urllib3.py"])
def test_a_function_that_brings_what_is_loaded_is_not_forked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert not may_be_forked([sys.executable, "_worker.py"], os.environ, tmp_path)
