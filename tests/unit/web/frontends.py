"""A tiny frontend, and a node and an npm that do as the real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NPM = """#!/bin/sh
PATH=/usr/bin:/bin
echo "$*" >> calls
case "$*" in
  "ci --include=dev --loglevel=error") mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json ;;
  "run build") rm -rf dist; mkdir dist; cp src/main.ts dist/index.html ;;
  *) echo "unknown: $*" >&2; exit 1 ;;
esac
"""


def frontend_in(folder: Path) -> Path:
    """A frontend below `folder` that was never built."""
    frontend = folder / "frontend"
    (frontend / "src").mkdir(parents=True)
    (frontend / "package.json").write_text(json.dumps({"engines": {"node": ">=20.19"}}))
    lock_packages(frontend, {"": {}, "node_modules/vite": {"version": "8.0.0"}})
    (frontend / "src" / "main.ts").write_text("first")
    return frontend


def lock_packages(frontend: Path, packages: dict[str, dict[str, object]]) -> None:
    """Write a lock file of these packages."""
    (frontend / "package-lock.json").write_text(json.dumps({"packages": packages}))


def programs(folder: Path, node_version: str) -> dict[str, str]:
    """An environment with a node of this version and an npm, which writes its calls down."""
    folder = folder / "bin"
    folder.mkdir(parents=True)
    for name, text in (("node", f"#!/bin/sh\necho v{node_version}\n"), ("npm", _NPM)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def calls(frontend: Path) -> list[str]:
    """What npm was asked for, and forget it."""
    file = frontend / "calls"
    said = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return said
