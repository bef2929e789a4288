"""The page is built when, and only when, it is not what the sources say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import Project
from finpulse_cli.web.build import build_if_needed, is_installed, require_built
from tests.outside import OWN
from tests.unit.web.frontends import calls, frontend_in, lock_packages, programs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(OWN)
INSTALL, BUILD = "ci --include=dev --loglevel=error", "run build"
Build = Callable[[], list[str]]


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    """One that was never built."""
    return frontend_in(tmp_path)


@pytest.fixture
def build(tmp_path: Path, frontend: Path) -> Build:
    """Builds if needed, and gives what npm was asked for."""
    environ = programs(tmp_path, "20.19.0")

    def build_it() -> list[str]:
        build_if_needed(Project(tmp_path), environ, lambda _line: None)
        return calls(frontend)

    return build_it


def test_the_first_time_everything_is_done_and_then_nothing(build: Build, frontend: Path) -> None:
    assert build() == [INSTALL, BUILD]
    assert (frontend / "dist" / "index.html").read_text() == "first"
    assert build() == []


@pytest.mark.parametrize("name", ["src/main.ts", "src/new/deep.css", "public/icon.svg", "index.html", "vite.config.ts"])
def test_a_changed_source_is_built(build: Build, frontend: Path, name: str) -> None:
    build()
    (frontend / name).parent.mkdir(parents=True, exist_ok=True)
    (frontend / name).write_text("changed")

    assert build() == [BUILD]
    assert build() == []


def test_tests_are_no_sources(build: Build, frontend: Path) -> None:
    build()
    (frontend / "src" / "main.test.ts").write_text("changed")

    assert build() == []


def test_a_changed_lock_file_installs_first(build: Build, frontend: Path) -> None:
    build()
    lock_packages(frontend, {"": {}, "node_modules/vite": {"version": "8.0.1"}})

    assert build() == [INSTALL, BUILD]


def test_what_somebody_else_built_is_built_again(build: Build, frontend: Path) -> None:
    build()
    (frontend / "dist" / ".fingerprint").unlink()

    assert build() == [BUILD]


def test_packages_of_other_systems_are_not_waited_for(frontend: Path) -> None:
    optional: dict[str, object] = {"version": "1.0.0", "optional": True}
    lock_packages(frontend, {"": {}, "node_modules/vite": {"version": "8.0.0"}, "node_modules/other": optional})
    (frontend / "node_modules").mkdir()
    there = frontend / "node_modules" / ".package-lock.json"

    assert not is_installed(frontend)
    there.write_text('{"packages": {"node_modules/vite": {"version": "8.0.0"}}}')
    assert is_installed(frontend)
    there.write_text("damaged")
    assert not is_installed(frontend)


def test_node_is_needed_only_to_build(tmp_path: Path, build: Build) -> None:
    with pytest.raises(MissingError, match="Node"):
        build_if_needed(Project(tmp_path), {"PATH": ""}, lambda _line: None)
    build()
    build_if_needed(Project(tmp_path), {"PATH": ""}, lambda _line: None)


def test_serving_without_a_build_needs_one_of_before(tmp_path: Path, build: Build, frontend: Path) -> None:
    with pytest.raises(MissingError, match="never built"):
        require_built(Project(tmp_path))
    build()
    (frontend / "src" / "main.ts").write_text("changed")
    require_built(Project(tmp_path))
