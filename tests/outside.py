"""No test starts a program or opens a socket beyond loopback unless it says so.

A test says so with a marker: `starts_programs("git")` names programs by the name of their file, `OWN` stands for the
scripts that a test writes into its temporary folder, and without names any program may be started; `network` lets it
out of loopback. A fixture that outlives a test says so where it starts something, with `permitting`.

The interpreter itself tells of every attempt (PEP 578), however the code imported what it uses. It does not tell of
what native libraries do, nor of what a permitted program does in turn.
"""

from __future__ import annotations

import functools
import multiprocessing.util
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

ANY, OWN, PYTHON = "any program", "a script of its own", "python"


@dataclass(frozen=True, slots=True)
class Permission:
    """What is allowed: names of programs, with `ANY` and `OWN` among them; `scratch` is where scripts are one's own."""

    programs: frozenset[str] = frozenset()
    network: bool = False
    scratch: Path = field(default_factory=lambda: Path(tempfile.gettempdir()).resolve())

    @classmethod
    def of(cls, item: pytest.Item) -> Permission:
        """Return what the markers of a test and of what it belongs to say."""
        named = [mark.args or (ANY,) for mark in item.iter_markers("starts_programs")]
        programs = frozenset(name for names in named for name in names)
        network = item.get_closest_marker("network") is not None
        if chosen := item.config.getoption("basetemp"):
            return cls(programs, network, Path(chosen).resolve())
        return cls(programs, network)

    def may_start(self, program: Path) -> bool:
        """Return whether a program may be started. Every Python is called `python`."""
        name = PYTHON if program.name.startswith(PYTHON) else program.name
        own = OWN in self.programs and program.is_relative_to(self.scratch)
        return own or not self.programs.isdisjoint({ANY, name})


class Watch:
    """Refuses what is not permitted, and keeps it, since the code under test may swallow a refusal."""

    def __init__(self) -> None:
        self._permission: Permission | None = None  # between tests: pytest and its plugins are not watched
        self._refused: list[str] = []  # of the innermost block

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take an audit event of the interpreter. Raises what `pytest.fail` raises for what is not permitted."""
        if self._permission is None or (judge := _JUDGES.get(event)) is None:
            return
        if (refusal := judge(arguments, self._permission)) is not None:
            self._refused.append(refusal)
            pytest.fail(refusal)  # no Exception, which more of the code under test would swallow

    @contextmanager
    def permitting(self, permission: Permission) -> Iterator[list[str]]:
        """Permit this and no more while the block lasts; the list, and that of an outer block, get what is refused."""
        before, outer = self._permission, self._refused
        self._permission, self._refused = permission, []
        try:
            yield self._refused
        finally:
            outer.extend(self._refused)
            self._permission, self._refused = before, outer


@functools.cache
def the_watch() -> Watch:
    """Return the watch of this process, which hears of everything from the first call on: no hook can be removed."""
    watch = Watch()
    sys.addaudithook(watch.hear)
    # the one way to a new process of which the interpreter does not tell
    spawn = multiprocessing.util.spawnv_passfds

    def told(path: bytes, args: Sequence[Any], passfds: Sequence[int]) -> int:
        sys.audit("os.posix_spawn", path, args, None)
        return spawn(path, args, passfds)

    multiprocessing.util.spawnv_passfds = told
    return watch


def permitting(*programs: str) -> Any:
    """Return a context in which a fixture that outlives its first test may start these programs."""
    return the_watch().permitting(Permission(frozenset(programs)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Watch the setup, that of fixtures of every scope included."""
    return (yield from _watched(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Watch the test itself."""
    return (yield from _watched(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Watch the teardown."""
    return (yield from _watched(item))


def _watched(item: pytest.Item) -> Generator[None, object, object]:
    with the_watch().permitting(Permission.of(item)) as refused:
        done = yield
    if refused:
        pytest.fail(f"{refused[0]}\nThe code under test swallowed the refusal.")
    return done


def _program(program: Any, environment: Any, permission: Permission) -> str | None:
    """Why a program may not be started: None if it may. One that is nowhere is judged as if it were first in PATH."""
    path = (os.environ if environment is None else environment).get("PATH", os.defpath)
    name = os.fsdecode(program)
    found = Path(shutil.which(name, path=path) or Path(path.partition(os.pathsep)[0], name))
    if permission.may_start(found):
        return None
    own = found.is_relative_to(permission.scratch)
    marker = f"starts_programs({'OWN' if own else repr(found.name)})"
    return f"the test started {found} without saying so: mark it @pytest.mark.{marker}, or put a double in its place"


def _popen(arguments: tuple[Any, ...], permission: Permission) -> str | None:
    program, argv, _folder, environment = arguments
    return _program(program or (argv if isinstance(argv, str | bytes) else argv[0]), environment, permission)


def _exec(arguments: tuple[Any, ...], permission: Permission) -> str | None:
    program, _argv, environment = arguments
    return _program(program, environment, permission)


def _shell(_arguments: tuple[Any, ...], permission: Permission) -> str | None:
    return _program("sh", None, permission)


def _fork(_arguments: tuple[Any, ...], permission: Permission) -> str | None:
    return _program(sys.executable, None, permission)


def _address(arguments: tuple[Any, ...], permission: Permission) -> str | None:
    """Judge a socket and the address that it is to be connected or bound to, or is to send to."""
    address = arguments[1]  # of other families: a path, numbers
    named = isinstance(address, tuple) and isinstance(address[0], str | bytes)
    return _host(address, permission) if named else None


def _host(arguments: tuple[Any, ...], permission: Permission) -> str | None:
    host = arguments[0]
    if permission.network or host is None or is_loopback(os.fsdecode(host)):
        return None
    return (
        f"the test turned to {host!r}, which is beyond loopback, without saying so: mark it @pytest.mark.network, "
        "or put a server on 127.0.0.1 in its place"
    )


def is_loopback(host: str) -> bool:
    """Return whether this name or address is that of this machine's loopback; the only such name is localhost."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_JUDGES: dict[str, Callable[[tuple[Any, ...], Permission], str | None]] = {
    "subprocess.Popen": _popen,
    "os.exec": _exec,
    "os.posix_spawn": _exec,
    "os.system": _shell,
    "os.fork": _fork,
    "os.forkpty": _fork,
    "socket.connect": _address,
    "socket.bind": _address,
    "socket.sendto": _address,
    "socket.sendmsg": _address,
    "socket.getaddrinfo": _host,
    "socket.gethostbyname": _host,
    "socket.gethostbyaddr": _host,
}
