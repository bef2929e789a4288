"""The page is served from its sources on the port that the API lets in, as long as the command runs."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.paths import Project
from finpulse_cli.daemon.probe import get
from finpulse_cli.features.dev.page_server import served_page
from finpulse_cli.web.site import Site
from tests.outside import OWN
from tests.ports import own_ports
from tests.unit.targets.said import Said
from tests.unit.web.frontends import frontend_in, programs
from tests.unit.web.pages import CONFIG
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

VITE = """#!/bin/sh
case "$*" in
  ci*) /bin/mkdir -p node_modules; /bin/cp package-lock.json node_modules/.package-lock.json ;;
  *) echo "asked: $*"; echo "told: $FINPULSE_DASHBOARD"; echo; echo "> vite"; read line; echo gone > ended ;;
esac
"""


def environment(folder: Path) -> dict[str, str]:
    """With a node, and an npm that stays until its input ends, as Vite does."""
    environ = programs(folder, "24.1.0")
    (folder / "bin" / "npm").write_text(VITE)
    return environ


@pytest.mark.starts_programs(OWN)
def test_vite_is_told_its_port_and_where_to_ask_for_the_stack(tmp_path: Path) -> None:
    frontend_in(tmp_path)
    said, port, site = Said(), own_ports(), Site(tmp_path / "dist", lambda: CONFIG)

    with served_page(Project(tmp_path), site, port, environment(tmp_path), said) as url:
        assert url == f"http://127.0.0.1:{port}/"
        eventually(lambda: said.has("told: "), "what it was told")
        assert said.has(f"asked: run dev -- --port {port}")
        assert not said.has("> vite")
        [told] = [line.partition("told: ")[2] for line in said if "told: " in line]
        reply = get(f"{told}/config.json")
        assert reply is not None
        assert json.loads(reply.body) == CONFIG.as_json()
    assert get(f"{told}/config.json", 1) is None


@pytest.mark.starts_programs(OWN)
def test_a_port_that_is_taken_and_a_machine_without_node_are_said(tmp_path: Path) -> None:
    frontend_in(tmp_path)
    site, environ = Site(tmp_path / "dist", lambda: CONFIG), environment(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(FailedError, match="is taken"), served_page(Project(tmp_path), site, port, environ, Said()):
            pass
    with (
        pytest.raises(MissingError, match="reloads itself"),
        served_page(Project(tmp_path), site, 1, {"PATH": str(tmp_path)}, Said()),
    ):
        pass
