"""Which Chromium is used, and what is said without one. None is started here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.web.chromium import chromium, find_chromium

if TYPE_CHECKING:
    from pathlib import Path


def program(folder: Path, name: str) -> Path:
    """Something that can be run."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_named_one_comes_before_that_on_the_path(tmp_path: Path) -> None:
    named, found = program(tmp_path / "own", "browser"), program(tmp_path / "bin", "chromium")
    path = {"PATH": str(found.parent)}

    assert find_chromium(path | {"FINPULSE_CHROMIUM": str(named)}) == str(named)
    assert find_chromium(path | {"FINPULSE_CHROMIUM": ""}) == str(found)


@pytest.mark.parametrize("named", ["", "/nowhere/chromium"])
def test_none_says_how_to_get_one(named: str) -> None:
    with pytest.raises(MissingError, match=r"Chromium|nowhere") as caught:
        find_chromium({"PATH": "", "FINPULSE_CHROMIUM": named})

    assert "apt-get install chromium" in (caught.value.next_action or "")


def test_without_playwright_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    path = {"PATH": str(program(tmp_path / "bin", "chromium").parent)}

    with pytest.raises(MissingError, match="Playwright") as caught, chromium(path):
        pass

    assert "pip install playwright" in (caught.value.next_action or "")
