"""Whether LocalStack answers at an address, and which one."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.targets.localstack.running import LOCALEMU, Running, look
from tests.doubles.fake_localstack import LOCALEMU_INFO, localstack

if TYPE_CHECKING:
    from tests.emulator import Emulator


def test_it_tells_version_edition_session_and_place() -> None:
    with localstack() as fake:
        assert look(fake.url) == Running("4.14.0", "community", "first", in_docker=False)
        fake.info = {"version": "2026.3.0", "edition": "pro", "session_id": "other", "is_docker": True}
        assert look(fake.url) == Running("2026.3.0", "pro", "other", in_docker=True)


def test_an_old_one_that_tells_its_version_only_is_one_too() -> None:
    with localstack() as fake:
        fake.info = {"version": "3.0.0"}
        assert look(fake.url) == Running("3.0.0", "", "", in_docker=False)


def test_localemu_is_one_by_its_own_page() -> None:
    with localstack() as fake:
        fake.become_localemu()
        found = look(fake.url)
    assert found == Running("1.3.2", "", "2026-11-27T22:37:15", in_docker=False, make=LOCALEMU)
    assert str(found) == "LocalEmu 1.3.2"


def test_localemu_is_one_while_it_still_loads_what_localstacks_page_is_to_it() -> None:
    with localstack() as fake:
        fake.become_localemu()
        fake.unanswered.add("/_localstack/info")
        found = look(fake.url, timeout_seconds=0.2)
    assert str(found) == "LocalEmu 1.3.2"


@pytest.mark.parametrize(
    ("now", "uptime", "same"),
    [
        ("2026-11-27T22:37:27", 12, True),
        ("2026-11-27T23:37:26", 3612, True),  # it rounds both: a second may be missing
        ("2026-11-27T22:37:29", 3, False),
    ],
)
def test_localemu_is_the_same_for_as_long_as_its_age_grows_with_the_time(now: str, uptime: int, same: bool) -> None:
    with localstack() as fake:
        fake.become_localemu()
        first = look(fake.url)
        fake.info = LOCALEMU_INFO | {"server_time_utc": now, "uptime": uptime}
        later = look(fake.url)
    assert first
    assert later
    assert later.is_session(first.session) is same


def test_an_id_tells_sessions_apart_where_there_is_one() -> None:
    assert Running("4.14.0", "", "first", in_docker=False).is_session("first")
    assert not Running("4.14.0", "", "second", in_docker=False).is_session("first")
    assert not Running("1.3.2", "", "2026-11-27T22:37:15", in_docker=False).is_session("first")


@pytest.mark.parametrize(
    "info",
    [
        {"version": "1.3.2"},
        {"version": "1.3.2", "server_time_utc": "soon", "uptime": 1},
        {"version": "1.3.2", "server_time_utc": "2026-11-27T22:37:26", "uptime": None},
    ],
)
def test_one_that_tells_no_age_has_no_session(info: dict[str, object]) -> None:
    with localstack() as fake:
        fake.info = info
        assert look(fake.url) == Running("1.3.2", "", "", in_docker=False)


@pytest.mark.parametrize("edition", ["", "unknown"])
def test_an_edition_that_is_not_known_is_not_named(edition: str) -> None:
    assert str(Running("4.14.0", edition, "s", in_docker=False)) == "LocalStack 4.14.0"
    assert str(Running("4.14.0", "pro", "s", in_docker=False)) == "LocalStack pro 4.14.0"


@pytest.mark.parametrize("info", [{}, [], {"status": "ok"}])
def test_another_server_is_none(info: dict[str, object] | list[object]) -> None:
    with localstack() as fake:
        fake.info = info
        assert look(fake.url) is None


def test_an_emulator_that_is_ministack_is_none() -> None:
    with localstack() as fake:
        fake.is_ministack = True
        assert look(fake.url) is None


def test_the_real_ministack_is_none(emulator: Emulator) -> None:
    assert look(emulator.endpoint) is None


def test_silence_is_none() -> None:
    assert look("http://127.0.0.1:1") is None


def test_a_server_that_does_not_speak_http_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_greet_as_ssh, args=(server,), daemon=True)
        thread.start()
        assert look(f"http://127.0.0.1:{server.getsockname()[1]}") is None
        thread.join()


def _greet_as_ssh(server: socket.socket) -> None:
    for _page in range(2):
        connection, _peer = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")
