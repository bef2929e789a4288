"""Looks for a copy of the AWS provider on this machine, for when the public registry cannot be reached.

A mirror is a folder in one of the two layouts that Terraform knows:
    MIRROR/<host>/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0_x5    (unpacked)
    MIRROR/<host>/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip            (packed)
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PROVIDER = "hashicorp/aws"
PROVIDER_VERSION = "5.100"
_DEPTH = 5
_FOLDERS_READ = 20_000
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64", "i386": "386", "i686": "386"}
# Where a package or an administrator puts things; searched to a bounded depth.
_USUAL_ROOTS = ("/opt", "/usr/local/share", "/usr/share", "/usr/local/lib", "/srv", "/var/lib")


def platform_name() -> str:
    """Return the name of this machine's platform in Terraform's terms, for example `linux_amd64`."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{_MACHINES.get(machine, machine)}"


def find_mirror(environ: Mapping[str, str], home: Path, roots: Iterable[Path] | None = None) -> Path | None:
    """Find the first folder with the AWS provider in the pinned version for this machine; None when there is none.

    Looks into the folders Terraform itself considers first, then below `roots` (the usual places when not given).
    """
    for folder in implied_folders(environ, home):
        if is_mirror(folder):
            return folder
    budget = [_FOLDERS_READ]
    for root in [Path(name) for name in _USUAL_ROOTS] if roots is None else roots:
        for folder in _folders(root, _DEPTH, budget):
            if folder.name == "aws" and folder.parent.name == "hashicorp" and is_mirror(folder.parents[2]):
                return folder.parents[2]
    return None


def implied_folders(environ: Mapping[str, str], home: Path) -> list[Path]:
    """Return where Terraform looks for providers by itself, and its plugin cache, which has the same layout."""
    cache = environ.get("TF_PLUGIN_CACHE_DIR", "")
    data_home = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [
        *([Path(cache)] if cache else []),
        home / ".terraform.d" / "plugins",
        home / ".terraform.d" / "plugin-cache",
        data_home / "terraform" / "plugins",
        home / "Library" / "Application Support" / "io.terraform" / "plugins",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
    ]


def is_mirror(folder: Path) -> bool:
    """Return whether `folder` holds the AWS provider in the pinned version for this machine."""
    here = platform_name()
    try:
        for provider in folder.glob(f"*/{PROVIDER}"):
            unpacked = provider.glob(f"{PROVIDER_VERSION}.*/{here}/terraform-provider-aws*")
            packed = provider.glob(f"terraform-provider-aws_{PROVIDER_VERSION}.*_{here}.zip")
            if any(True for _ in unpacked) or any(True for _ in packed):
                return True
    except OSError:  # a folder that may not be read holds no mirror for us
        return False
    return False


def _folders(root: Path, depth: int, budget: list[int]) -> Iterator[Path]:
    """Yield folders below `root`, at most `depth` levels down; ends when the shared `budget` is used up."""
    if depth == 0 or budget[0] <= 0:
        return
    budget[0] -= 1
    try:
        with os.scandir(root) as entries:
            children = sorted(Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    for child in children:
        yield child
        yield from _folders(child, depth - 1, budget)
