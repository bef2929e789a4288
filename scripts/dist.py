"""Builds sdist and wheel into build/dist, the same bytes from the same commit, and checks them: `make dist`.

The wheel is built from the unpacked sdist, so that whoever builds from the sdist gets the same one. The page is built
first where its sources changed; only that takes Node.js.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.paths import Project
from finpulse_cli.web.build import build_if_needed
from scripts.telling import end_with, say

if TYPE_CHECKING:
    from collections.abc import Mapping

OUT = Path("build") / "dist"
_EPOCH = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/


def main() -> int:
    """Build the page, the sdist and from it the wheel; check both, and print their digests."""
    project = Project.find(Path(__file__))
    build_if_needed(project, os.environ, say)
    made = build(project.root, project.root / OUT, os.environ)
    _run([_beside("twine"), "check", "--strict", *map(str, made)], project.root, os.environ)
    for file in made:
        sys.stdout.write(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(project.root)}\n")
    return 0


def build(root: Path, out: Path, environ: Mapping[str, str]) -> tuple[Path, Path]:
    """Build the sources at `root` into `out`, which is emptied before; return sdist and wheel. Raises FailedError."""
    shutil.rmtree(out, ignore_errors=True)
    timed = {**environ, _EPOCH: environ.get(_EPOCH) or _commit_time(root)}
    _hatchling("sdist", root, out, timed)
    [sdist] = out.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as unpacked:
        with tarfile.open(sdist) as archive:
            archive.extractall(unpacked, filter="data")
        _hatchling("wheel", Path(unpacked) / sdist.name.removesuffix(".tar.gz"), out, timed)
    [wheel] = out.glob("*.whl")
    return sdist, wheel


def _hatchling(target: str, root: Path, out: Path, environ: Mapping[str, str]) -> None:
    _run([_beside("hatchling"), "build", "--target", target, "--directory", str(out.resolve())], root, environ)


def _commit_time(root: Path) -> str:
    """Return when the last commit was made, in seconds since 1970; the earliest time of a zip where there is none."""
    try:
        shown = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],  # noqa: S607 - the git that the clone was made with
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return "315532800"
    return shown.stdout.strip() or "315532800"


def _beside(program: str) -> str:
    return str(Path(sys.executable).with_name(program))


def _run(command: list[str], folder: Path, environ: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - the build tools this project installs
        command, cwd=folder, env=dict(environ), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FailedError(
            f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}", "mend that, then run it again"
        )


if __name__ == "__main__":
    end_with(main)
