"""Saved code is packaged for those functions that have it, and only when it can run."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.features.dev import live_code as module
from finpulse_cli.features.dev.live_code import BrokenCodeError, LiveCode
from finpulse_cli.features.dev.syntax import Problem
from tests.doubles.contexts import context
from tests.doubles.scripted_terraform import FakeTarget
from tests.unit.targets.said import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SHARED = "from lambdas.shared.words import HELLO\n\n\ndef handler(event, context):\n    return HELLO\n"
ALONE = "def handler(event, context):\n    return 1\n"


@dataclass
class Scene:
    """Two functions, of which one uses a shared module; what was uploaded, and what cannot be imported."""

    lambdas: Path
    code: LiveCode
    trouble: list[Problem] = field(default_factory=list)
    tried: list[list[str]] = field(default_factory=list)
    uploaded: list[dict[str, Path]] = field(default_factory=list)

    def problems(self, names: Sequence[str]) -> list[Problem]:
        """See `ImportTrial`."""
        self.tried.append(list(names))
        return self.trouble

    def write(self, name: str, text: str) -> Path:
        """Save a file."""
        path = self.lambdas / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The clone as it was provisioned."""
    made = context(folder=tmp_path)
    made.project = Project(tmp_path)
    trial: Any = None
    scene = Scene(tmp_path / "lambdas", LiveCode(made, FakeTarget(TargetHome(tmp_path / "home")).parts, trial, Said()))
    scene.code._imports = scene  # type: ignore[assignment]
    for name, text in {
        "__init__.py": "", "shared/__init__.py": "", "shared/words.py": "HELLO = 1\n", "one/__init__.py": "",
        "one/handler.py": SHARED, "two/__init__.py": "", "two/handler.py": ALONE,
    }.items():  # fmt: skip
        scene.write(name, text)
    (tmp_path / "home" / "lambdas").mkdir(parents=True)

    def update(_target: object, zips: Mapping[str, Path], _clock: object) -> list[str]:
        scene.uploaded.append(dict(zips))
        return list(zips)

    monkeypatch.setattr(module, "update_code_alone", update)
    scene.code.require_readable()
    return scene


def test_only_the_function_that_has_the_file_is_packaged(scene: Scene) -> None:
    saved = scene.write("two/handler.py", ALONE.replace("1", "2"))

    assert scene.code.bring([saved]) == ["two"]
    assert scene.tried == [["two"]]
    with zipfile.ZipFile(scene.uploaded[0]["two"]) as archive:
        assert b"return 2" in archive.read("lambdas/two/handler.py")


def test_a_shared_file_is_packaged_for_those_that_import_it_by_now(scene: Scene) -> None:
    shared = scene.lambdas / "shared" / "words.py"
    assert scene.code.bring([shared]) == ["one"]
    saved = scene.write("two/handler.py", SHARED)
    assert scene.code.bring([saved]) == ["two"]
    assert scene.code.bring([shared]) == ["one", "two"]


def test_a_new_file_of_any_kind_and_a_deleted_one_belong_to_the_function_around_them(scene: Scene) -> None:
    query = scene.write("two/queries/all.sql", "SELECT 1")
    assert scene.code.bring([query]) == ["two"]
    query.unlink()
    assert scene.code.bring([query]) == ["two"]
    assert scene.code.bring([scene.write("shared/unused.py", "")]) == []


def test_a_function_that_is_gone_is_not_tried(scene: Scene) -> None:
    shutil.rmtree(scene.lambdas / "two")

    assert scene.code.bring([scene.lambdas / "two" / "handler.py"]) == []


def test_code_that_cannot_be_read_or_imported_is_not_uploaded(scene: Scene) -> None:
    saved = scene.write("one/handler.py", "def broken(:\n")
    with pytest.raises(BrokenCodeError, match="SyntaxError"):
        scene.code.bring([saved])
    with pytest.raises(BrokenCodeError, match="SyntaxError"):
        scene.code.require_readable()
    assert scene.tried == []

    scene.write("one/handler.py", SHARED)
    scene.trouble = [Problem("ImportError: no")]
    with pytest.raises(BrokenCodeError, match="ImportError: no"):
        scene.code.bring([saved])
    assert scene.uploaded == []


def test_a_file_that_is_saved_broken_while_it_is_brought_leaves_what_runs(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = scene.write("two/handler.py", ALONE.replace("1", "2"))

    def break_it(_names: Sequence[str]) -> list[Problem]:
        scene.write("two/handler.py", "def broken(:\n")
        return []

    monkeypatch.setattr(scene, "problems", break_it)
    with pytest.raises(BrokenCodeError, match="SyntaxError"):
        scene.code.bring([saved])
    assert not scene.uploaded


def test_a_file_that_is_saved_broken_once_it_is_live_is_the_next_change(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = scene.write("two/handler.py", ALONE.replace("1", "2"))

    def update(_target: object, zips: Mapping[str, Path], _clock: object) -> list[str]:
        scene.write("two/handler.py", "def broken(:\n")
        return list(zips)

    monkeypatch.setattr(module, "update_code_alone", update)
    assert scene.code.bring([saved]) == ["two"]
