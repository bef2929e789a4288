"""The wheel alone: no clone, no Terraform, no Node, nothing on PATH; from nothing to the first anomaly and the page."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.probe import get
from scripts.dist import build
from tests.e2e.sandbox import free_port
from tests.wheel import PAGE, Installation, install, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EPOCH = {"SOURCE_DATE_EPOCH": "1767225600"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An sdist and the wheel that was built from it."""
    return build(sources(tmp_path_factory.mktemp("sources")), tmp_path_factory.mktemp("dist"), EPOCH)


@pytest.fixture
def installed(built: tuple[Path, Path], tmp_path: Path) -> Iterator[Installation]:
    """The wheel in an environment of its own; what it started is gone afterwards."""
    made = install(built[1], tmp_path)
    yield made
    made.run("down", "--purge", "--yes")


def test_built_again_it_has_the_same_bytes(built: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    again = build(sources(tmp_path / "elsewhere"), tmp_path / "dist", EPOCH)

    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in built]


def test_it_brings_one_package_and_nothing_else_that_could_clash(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        tops = {name.partition("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"finpulse_cli"}


def test_a_page_that_was_never_built_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    folder = sources(tmp_path / "sources")
    (folder / "frontend" / "dist" / "index.html").unlink()

    with pytest.raises(FailedError, match="make dist"):
        build(folder, tmp_path / "dist", EPOCH)


def test_from_nothing_to_the_first_anomaly_and_the_page(installed: Installation) -> None:
    demo = installed.run("demo", "--no-open", "--port", str(free_port()), "--json")

    assert demo.returncode == 0, demo.stdout + demo.stderr
    replayed, page = (json.loads(line) for line in demo.stdout.splitlines())
    assert (replayed["events_sent"], replayed["anomalies"]) == (240, 24)
    assert "as expected" in demo.stderr
    served = get(page["url"])
    assert served is not None
    assert served.body.decode() == PAGE
    assert list(installed.folder.iterdir()) == []
    [told] = [json.loads(line) for line in installed.run("status", "--json").stdout.splitlines()]
    assert told["folder"].startswith(str(installed.home))

    another = installed.run("up", TF_VAR_symbols='["IBM"]')
    assert another.returncode == 4
    assert "terraform is not on PATH" in another.stderr
    assert "next:" in another.stderr
