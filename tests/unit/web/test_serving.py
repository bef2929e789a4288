"""The page for as long as a command needs it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.probe import free_ports
from finpulse_cli.web.dashboard_service import answers
from finpulse_cli.web.serving import serving
from finpulse_cli.web.site import Site
from tests.unit.web.pages import CONFIG, built


def test_it_is_served_within_the_block_only(tmp_path: Path) -> None:
    site, port = Site(built(tmp_path), lambda: CONFIG), free_ports(25_000, 1)

    with serving(site, port) as url:
        assert url == f"http://127.0.0.1:{port}/"
        assert answers(port)
        with serving(site, port) as again:  # one that is there is used, and outlives the block
            assert again == url
        assert answers(port)
    assert not answers(port)


def test_a_port_of_another_program_is_told(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # taken, and nobody answers
        port = held.getsockname()[1]
        with pytest.raises(FailedError, match=f"port {port}"), serving(Site(built(tmp_path), lambda: CONFIG), port):
            pass
