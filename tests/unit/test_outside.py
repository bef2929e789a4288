"""No test gets outside unless it says so: a suite of its own, under the same watch, tries every way out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.outside import PYTHON, is_loopback

ROOT = Path(__file__).resolve().parents[2]

CONFTEST = """
from tests import outside

def pytest_configure(config):
    for name in ("network", "starts_programs"):
        config.addinivalue_line("markers", name)
    config.pluginmanager.register(outside)
"""

HEAD = """
import asyncio, contextlib, multiprocessing, os, pty, socket, subprocess, sys, threading, urllib.request
import pytest
from tests.outside import OWN, PYTHON, permitting
"""

# 192.0.2.1 and 2001:db8:: are addresses of documentation: nobody has them
WAYS_TO_A_PROGRAM = {
    "list": 'subprocess.run(["true"])',
    "other_name": "import subprocess as other; other.Popen(['/bin/true']).wait()",
    "shell": 'subprocess.run("true", shell=True)',
    "system": 'os.system("true")',
    "popen": 'os.popen("true").close()',
    "spawn": 'os.spawnlp(os.P_WAIT, "true", "true")',
    "posix_spawn": 'os.posix_spawnp("true", ["true"], os.environ)',
    "exec": 'os.execvp("true", ["true"])',
    "fork": "os.fork() or os._exit(0)",
    "terminal": 'pty.spawn("true")',
    "event_loop": 'asyncio.run(asyncio.create_subprocess_exec("true"))',
    "event_loop_shell": 'asyncio.run(asyncio.create_subprocess_shell("true"))',
    "worker_forked": 'multiprocessing.get_context("fork").Process(target=print).start()',
    "worker_spawned": 'multiprocessing.get_context("spawn").Process(target=print).start()',
    "swallowed": 'with contextlib.suppress(BaseException): subprocess.run(["true"])',
    "thread": 'thread = threading.Thread(target=subprocess.run, args=(["true"],)); thread.start(); thread.join()',
    "that_is_nowhere": 'subprocess.run(["no-such-program"])',
}
WAYS_OUT_OF_LOOPBACK = {
    "connect": 'socket.create_connection(("192.0.2.1", 9), 1)',
    "connect_6": 'socket.socket(socket.AF_INET6).connect(("2001:db8::1", 9))',
    "connect_without_error": 'socket.socket().connect_ex(("192.0.2.1", 9))',
    "send": 'socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 9))',
    "send_parts": 'socket.socket(type=socket.SOCK_DGRAM).sendmsg([b""], [], 0, ("192.0.2.1", 9))',
    "listen": 'socket.socket().bind(("", 0))',
    "lookup": 'socket.getaddrinfo("finpulse.invalid", 443)',
    "old_lookup": 'socket.gethostbyname("finpulse.invalid")',
    "request": 'urllib.request.urlopen("http://192.0.2.1/", timeout=1)',
}
SAID = """
@pytest.mark.starts_programs("true")
def test_a_named_program():
    assert subprocess.run(["true"]).returncode == 0

@pytest.mark.starts_programs("true")
def test_not_another_one():
    subprocess.run(["false"])

@pytest.mark.starts_programs
def test_any_program():
    assert os.system("true") == 0

@pytest.mark.starts_programs(PYTHON)
def test_python():
    assert subprocess.run([sys.executable, "-c", ""]).returncode == 0

def script(folder):
    (folder / "ls").write_text("#!/bin/sh\\n")
    (folder / "ls").chmod(0o755)
    return {"PATH": str(folder)}

@pytest.mark.starts_programs(OWN)
def test_a_script_of_its_own(tmp_path):
    assert subprocess.run(["ls"], env=script(tmp_path)).returncode == 0

@pytest.mark.starts_programs(OWN)
def test_a_script_of_its_own_does_not_let_out_what_bears_its_name(tmp_path):
    script(tmp_path)
    subprocess.run(["ls"])

def test_a_script_of_its_own_unsaid(tmp_path):
    subprocess.run(["ls"], env=script(tmp_path))

@pytest.mark.network
def test_the_network():
    socket.socket().bind(("", 0))

def test_loopback_needs_no_word(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    socket.socket(socket.AF_UNIX).bind(str(tmp_path / "s"))

@pytest.fixture(scope="module")
def lasting():
    with permitting("true"):
        subprocess.run(["true"])

def test_a_lasting_fixture_that_says_so(lasting):
    pass

@pytest.fixture(scope="module")
def forbearing():
    with permitting("true"), contextlib.suppress(BaseException):
        subprocess.run(["false"])

def test_a_lasting_fixture_that_says_something_else(forbearing):
    pass

@pytest.fixture(scope="module")
def silent():
    subprocess.run(["true"])

def test_a_lasting_fixture_that_does_not(silent):
    pass

@pytest.fixture
def leaving():
    yield
    subprocess.run(["true"])

def test_a_teardown(leaving):
    pass
"""
REFUSED_AMONG_THEM = {
    "not_another_one",
    "a_script_of_its_own_does_not_let_out_what_bears_its_name",
    "a_script_of_its_own_unsaid",
    "a_lasting_fixture_that_does_not",
    "a_lasting_fixture_that_says_something_else",
    "a_teardown",
}
PERMITTED = {
    "a_named_program",
    "any_program",
    "python",
    "a_script_of_its_own",
    "the_network",
    "loopback_needs_no_word",
    "a_lasting_fixture_that_says_so",
}


@pytest.mark.starts_programs(PYTHON)
def test_every_way_out_is_closed_until_a_test_says_so(tmp_path: Path) -> None:
    ways = WAYS_TO_A_PROGRAM | WAYS_OUT_OF_LOOPBACK
    tests = "".join(f"def test_{name}():\n    {way}\n" for name, way in ways.items())
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_ways.py").write_text(HEAD + tests + SAID)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    report = tmp_path / "report.xml"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            str(tmp_path),
            f"--junitxml={report}",
            "-p",
            "no:xdist",
            "-p",
            "no:schemathesis",
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )

    texts = refusals(report)
    assert {name for name, text in texts.items() if not text} == PERMITTED
    assert texts.keys() == ways.keys() | PERMITTED | REFUSED_AMONG_THEM
    for name in ways.keys() | REFUSED_AMONG_THEM:
        marker = "network" if name in WAYS_OUT_OF_LOOPBACK else "starts_programs("
        assert f"without saying so: mark it @pytest.mark.{marker}" in texts[name], name
    assert "starts_programs(OWN)" in texts["a_script_of_its_own_unsaid"]
    assert "swallowed the refusal" in texts["swallowed"]


def refusals(report: Path) -> dict[str, str]:
    """What is said of every test that did not pass, by its name; nothing of the others. A test can fail twice."""
    found: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own report
        said = "".join(str(part.get("message")) for part in case if part.tag in ("failure", "error"))
        name = case.attrib["name"].removeprefix("test_")
        found[name] = found.get(name, "") + said
    return found


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("", False),
        ("0.0.0.0", False),  # noqa: S104 - it must not be
        ("10.0.0.7", False),
        ("localhost.example.com", False),
        ("finpulse.invalid", False),
    ],
)
def test_what_loopback_is(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside
