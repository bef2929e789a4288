"""Questions to the own machine: ports and addresses."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.daemon.probe import NEIGHBOURS, Reply, free_ports, get, port_is_free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Emulator


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken: int) -> None:
    assert not port_is_free(taken)


def test_the_suggested_ports_are_free(taken: int) -> None:
    port = free_ports(taken)

    assert taken not in range(port, port + NEIGHBOURS)
    assert all(port_is_free(port + more) for more in range(NEIGHBOURS))


def test_an_answer_is_read_past_any_proxy(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    reply = get(f"{emulator.endpoint}/_ministack/health")

    assert reply is not None
    assert reply.status == 200
    assert reply.json_object()["auth"] == "enabled"
    assert (reply.header("content-type") or "").startswith("application/json")
    assert reply.header("x-nobody-sends-this") is None


def test_an_error_status_is_an_answer_too(emulator: Emulator) -> None:
    reply = get(f"{emulator.endpoint}/_localstack/nothing")

    assert reply is not None
    assert reply.status == 404


def test_silence_is_none() -> None:
    assert get("http://127.0.0.1:1/") is None


@pytest.mark.parametrize("body", [b"", b"[1]", b"<html>"])
def test_a_body_that_is_no_object_is_an_empty_one(body: bytes) -> None:
    assert Reply(200, body).json_object() == {}
