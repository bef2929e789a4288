"""A wheel built from a copy of the sources, and an environment that holds it and what it declares to need.

The copy has a page of its own, so that no test needs Node.js. The environment gets the distributions that the wheel's
metadata ask for, and no other, as links to those of the environment of the tests: nothing is downloaded.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.hatch_build import STACK

ROOT = Path(__file__).resolve().parents[1]
PAGE = "<!doctype html><title>FinPulse</title>"
_ALSO = ("finpulse_cli", "scripts", "pyproject.toml", "README.md", "LICENSE", ".gitignore")


def sources(folder: Path) -> Path:
    """Copy what a build reads into `folder`, with a page; returns it."""
    for name in (*STACK, *_ALSO):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder)
        elif name != "frontend/dist":
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    page = folder / "frontend" / "dist"
    page.mkdir(parents=True)
    (page / "index.html").write_text(PAGE)
    return folder


@dataclass(frozen=True)
class Installation:
    """An environment with `finpulse` in it; `home` is its user's, `folder` an empty one to work in."""

    environment: Path
    home: Path
    folder: Path

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `finpulse` with no program on PATH: no Terraform, no Node, no make, no shell."""
        return subprocess.run(
            [str(self.environment / "bin" / "finpulse"), *arguments],
            cwd=self.folder,
            env={"PATH": "/nonexistent", "HOME": str(self.home), "COLUMNS": "120", **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def install(wheel: Path, below: Path) -> Installation:
    """Install a wheel into an environment of its own."""
    made = Installation(below / "environment", below / "home", below / "empty")
    for folder in (made.home, made.folder):
        folder.mkdir()
    python = made.environment / "bin" / "python"
    _run(sys.executable, "-m", "venv", "--without-pip", str(made.environment))
    [packages] = made.environment.glob("lib/python*/site-packages")
    quick = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *quick, str(wheel))
    [itself] = metadata.distributions(name="finpulse", path=[str(packages)])
    for needed in _closure(itself):
        _link(needed, packages)
    return made


def _closure(begin: metadata.Distribution) -> list[metadata.Distribution]:
    """Return the installed distributions that one needs by its metadata, and those that they need."""
    found: dict[tuple[str, str], metadata.Distribution] = {}
    waiting = [(begin, "")]
    while waiting:
        distribution, extra = waiting.pop()
        for text in distribution.requires or ():
            asked = Requirement(text)
            if asked.marker and not asked.marker.evaluate({"extra": extra}):
                continue
            for wanted in ("", *asked.extras):
                key = (canonicalize_name(asked.name), wanted)
                if key not in found:
                    found[key] = metadata.distribution(asked.name)
                    waiting.append((found[key], wanted))
    return list({str(one.name): one for one in found.values()}.values())


def _link(distribution: metadata.Distribution, packages: Path) -> None:
    """Link a distribution's packages and modules, and what the metadata folder says of it."""
    tops = {Path(file).parts[0] for file in distribution.files or () if not Path(file).parts[0].startswith((".", "/"))}
    for top in tops - {"__pycache__", "bin"}:
        link, target = packages / top, Path(str(distribution.locate_file(top)))
        if not link.exists():
            link.symlink_to(target)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
