"""Sandbox files of a few bytes, as FinPulse writes them or as somebody else might."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.sandbox_file.contents import NAME, Contents
from finpulse_cli.targets.embedded.sandbox_file.zip_file import write_archive
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEMBERS: dict[str, bytes] = {
    "terraform.tfstate": b"{}",
    "outputs.json": json.dumps(OUTPUTS).encode(),
    "state/ssm.json": b'{"token": "@{secret query-token}"}',
    "s3/000000000000/lake/raw-data/one.gz": bytes(range(256)),
    "mail/new/1.M2P3Q1.localhost": b"Subject: one\n\nhttp://localhost:@{port 0}/\n",
}


def contents(members: Mapping[str, tuple[int, str]], **changed: Any) -> Contents:
    """What a file says of itself."""
    values: dict[str, Any] = {
        "emulator": ministack.REQUIREMENT,
        "saved_at": 1_700_000_000.5,
        "applied_at": "2026-11-20T00:00:00Z",
        "terraform": {},
        "variables": {},
        "code": {},
        "members": members,
    }
    return Contents(**values | changed)


def written(path: Path, members: Mapping[str, bytes | Path] = MEMBERS, **changed: Any) -> Path:
    """A file as FinPulse writes it."""
    write_archive(path, members, lambda sizes: contents(sizes, **changed))
    return path


def forged(path: Path, members: Mapping[str, bytes], **changed: Any) -> Path:
    """A file whose digests are right, written by another program."""
    sizes = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in members.items()}
    sizes |= changed.pop("sizes", {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr(NAME, contents(sizes, **changed).to_json())
    return path
