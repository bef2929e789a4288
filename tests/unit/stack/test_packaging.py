"""Lambda zips: what is in them, and that the same sources give the same bytes."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.stack import packaging
from finpulse_cli.stack.packaging import contents, functions, imports, package_all, time_zone_files, zip_bytes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lambdas(tmp_path: Path) -> Path:
    """Two functions and their shared code."""
    root = tmp_path / "lambdas"
    files = {
        "__init__.py": "",
        "alpha/__init__.py": "",
        "alpha/handler.py": "from lambdas.shared.words import GREETING\ndef handler(event, context): ...\n",
        "beta/__init__.py": "",
        "beta/handler.py": "from lambdas.shared import words\n",
        "shared/__init__.py": "",
        "shared/words.py": "GREETING = 'hello'\n",
        "shared/unused.py": "",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_function_is_a_folder_with_a_handler(lambdas: Path) -> None:
    assert functions(lambdas) == ["alpha", "beta"]


def test_a_zip_holds_the_function_and_what_it_imports_at_their_repository_paths(lambdas: Path) -> None:
    assert sorted(contents(lambdas, "alpha")) == [
        "lambdas/__init__.py",
        "lambdas/alpha/__init__.py",
        "lambdas/alpha/handler.py",
        "lambdas/shared/__init__.py",
        "lambdas/shared/words.py",
    ]


def test_zips_are_made_again_only_when_a_source_or_a_zip_has_changed(
    lambdas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(where: Path, name: str) -> dict[str, bytes]:
        made.append(name)
        return contents(where, name)

    monkeypatch.setattr(packaging, "contents", noted)
    zips = package_all(lambdas, tmp_path / "build")
    package_all(lambdas, tmp_path / "build")
    assert made == ["alpha", "beta"]
    right = zips["beta"].read_bytes()
    zips["beta"].write_bytes(b"cut off")
    assert package_all(lambdas, tmp_path / "build")["beta"].read_bytes() == right
    (lambdas / "shared" / "words.py").write_text("GREETING = 'bye'\n")
    assert package_all(lambdas, tmp_path / "build")["beta"].read_bytes() != right
    assert made == ["alpha", "beta"] * 3


def test_byte_code_and_hidden_files_stay_out(lambdas: Path) -> None:
    before = contents(lambdas, "alpha")
    for name in ("alpha/__pycache__/handler.cpython-311.pyc", "alpha/.DS_Store", "shared/old.pyc"):
        (lambdas / name).parent.mkdir(exist_ok=True)
        (lambdas / name).write_bytes(b"junk")

    assert contents(lambdas, "alpha") == before


def test_times_permissions_and_order_of_files_do_not_show(lambdas: Path, tmp_path: Path) -> None:
    first = package_all(lambdas, tmp_path / "first")["beta"].read_bytes()
    for path in lambdas.rglob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o700)
    second = package_all(lambdas, tmp_path / "second")["beta"].read_bytes()

    assert first == second


def test_a_changed_source_changes_the_zip(lambdas: Path, tmp_path: Path) -> None:
    first = package_all(lambdas, tmp_path)["beta"].read_bytes()
    (lambdas / "shared/words.py").write_text("GREETING = 'good day'\n")

    assert package_all(lambdas, tmp_path)["beta"].read_bytes() != first


def test_an_unchanged_zip_is_not_written_again(lambdas: Path, tmp_path: Path) -> None:
    path = package_all(lambdas, tmp_path)["alpha"]
    os.utime(path, (1, 1))

    package_all(lambdas, tmp_path)

    assert path.stat().st_mtime == 1


def test_members_are_readable_files_of_a_fixed_date() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_bytes({"b": b"2", "a": b"1"}))) as archive:
        members = archive.infolist()

    assert [member.filename for member in members] == ["a", "b"]
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {0o644}
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}


def test_time_zones_come_along_when_the_code_asks_for_them(
    lambdas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tzdata = tmp_path / "tzdata"
    for name in ("__init__.py", "zoneinfo/__init__.py", "zoneinfo/America/__init__.py", "zoneinfo/US/__init__.py"):
        (tzdata / name).parent.mkdir(parents=True, exist_ok=True)
        (tzdata / name).touch()
    for name in ("America/New_York", "US/Eastern", "America/Lima"):
        (tzdata / "zoneinfo" / name).write_bytes(b"TZif")
    monkeypatch.setattr(packaging, "_tzdata_folder", lambda: tzdata)
    (lambdas / "alpha/clock.py").write_text("from zoneinfo import ZoneInfo\n")

    alpha, beta = contents(lambdas, "alpha"), contents(lambdas, "beta")

    assert alpha["tzdata/zoneinfo/America/New_York"] == b"TZif"
    assert set(time_zone_files(tzdata)) <= set(alpha)
    assert not any("Lima" in name for name in alpha)
    assert not any(name.startswith("tzdata/") for name in beta)


def test_a_missing_tzdata_is_named(lambdas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lambdas / "alpha/clock.py").write_text("import zoneinfo\n")
    monkeypatch.setitem(sys.modules, "tzdata", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(MissingError, match="tzdata") as caught:
        contents(lambdas, "alpha")

    assert "pip install tzdata" in (caught.value.next_action or "")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (b"import zoneinfo", True),
        (b"def f():\n    import zoneinfo.x as z", True),
        (b"from zoneinfo import ZoneInfo", True),
        (b"text = 'zoneinfo'", False),
        (b"import zoneinfos", False),
        (b"from .zoneinfo import x", False),
    ],
)
def test_imports_are_found_in_the_code_not_in_the_text(source: bytes, found: bool) -> None:
    assert imports(source, "zoneinfo") is found


def test_no_function_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="no Lambda function"):
        package_all(tmp_path, tmp_path / "build")


def test_the_script_lists_what_it_wrote(lambdas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packaging.main([str(lambdas), str(tmp_path / "build")])

    assert capsys.readouterr().out.split() == [str(tmp_path / "build" / name) for name in ("alpha.zip", "beta.zip")]


def test_the_script_tells_an_error_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        packaging.main([str(tmp_path), str(tmp_path / "build")])

    assert caught.value.code == 1
    assert capsys.readouterr().err.startswith("error: no Lambda function")
