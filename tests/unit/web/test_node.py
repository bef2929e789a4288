"""Node and npm: found, new enough, run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.web.node import require_npm
from tests.outside import OWN
from tests.unit.web.frontends import frontend_in, programs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(OWN)


def test_a_node_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    for version in ("20.19.0", "20.20.1", "24.0.0"):
        npm = require_npm(frontend_in(tmp_path / version), programs(tmp_path / version, version))
        assert npm.node_version == version


@pytest.mark.parametrize("version", ["20.18.9", "18.20.4", ""])
def test_an_older_one_is_missing(tmp_path: Path, version: str) -> None:
    with pytest.raises(MissingError, match="newer Node") as caught:
        require_npm(frontend_in(tmp_path), programs(tmp_path, version))

    assert "Node.js 20.19" in (caught.value.next_action or "")


@pytest.mark.parametrize(("gone", "named"), [("node", "Node.js"), ("npm", "npm")])
def test_without_one_of_both_nothing_is_built(tmp_path: Path, gone: str, named: str) -> None:
    environ = programs(tmp_path, "20.19.0")
    (tmp_path / "bin" / gone).unlink()

    with pytest.raises(MissingError, match=named):
        require_npm(frontend_in(tmp_path), environ)


def test_the_users_variables_do_not_change_the_build(tmp_path: Path) -> None:
    user = programs(tmp_path, "20.19.0") | {"VITE_CONFIG_URL": "x", "NODE_ENV": "production", "LANG": "C"}

    environment = require_npm(frontend_in(tmp_path), user).environment

    assert environment.keys() >= {"PATH", "LANG"}
    assert not environment.keys() & {"VITE_CONFIG_URL", "NODE_ENV"}


def test_what_fails_shows_the_end_of_what_npm_said(tmp_path: Path) -> None:
    frontend = frontend_in(tmp_path)
    npm = require_npm(frontend, programs(tmp_path, "20.19.0"))

    with pytest.raises(FailedError, match=r"npm run nonsense failed:\n.*unknown: run nonsense") as caught:
        npm.run(frontend, "run", "nonsense")

    assert str(frontend) in (caught.value.next_action or "")
