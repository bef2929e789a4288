"""A sandbox's file as a ZIP archive: written in one step, read only after every byte was compared with its digest.

ZIP, so that anybody can look into it (APPNOTE.TXT, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). Its
directory stands at the end, so one that was cut short is none. It is never unpacked by its own names: each member is
asked for by a name that `contents` has found good.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finpulse_cli.core.files import replacing
from finpulse_cli.targets.embedded.sandbox_file.contents import NAME, Contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_BLOCK = 1 << 20
_CONTENTS_BYTES = 64 << 20  # a million objects
_LEVEL = 6
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What `zipfile` raises for a file that is no archive, or a damaged one.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


class DamagedError(Exception):
    """The file is not, to the byte, what was saved; the text is what was found."""


def write_archive(
    path: Path, members: Mapping[str, bytes | Path], contents: Callable[[Mapping[str, tuple[int, str]]], Contents]
) -> Contents:
    """Write `members`, bytes or files by name, and what `contents` makes of their sizes and digests. Raises OSError.

    The file is for its owner alone, and there only once it is whole.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path) as scratch:
        scratch.touch(mode=0o600)
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            written = contents({name: _write(archive, name, content) for name, content in members.items()})
            archive.writestr(_info(NAME), written.to_json())
    return written


class Archive:
    """One that was found whole. Open as long as the block of `opened` lasts."""

    def __init__(self, archive: zipfile.ZipFile, contents: Contents) -> None:
        self._archive = archive
        self.contents = contents

    def read(self, name: str) -> bytes:
        """Return a member's bytes."""
        return self._archive.read(name)

    def copy(self, name: str, to: Path) -> None:
        """Write a member's bytes into a file. Raises OSError."""
        with self._archive.open(name) as member, to.open("wb") as file:
            shutil.copyfileobj(member, file, _BLOCK)


@contextmanager
def opened(path: Path, room: Callable[[], int]) -> Iterator[Archive]:
    """Yield the archive at `path`, all of which was read and compared.

    `room` is how many bytes may come out of it. Raises DamagedError, and WrongFormatError.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise DamagedError(_reason(error)) from error
    with archive:
        try:
            contents = _checked(archive, room())
        except _DAMAGE as error:
            raise DamagedError(_reason(error)) from error
        yield Archive(archive, contents)


def _checked(archive: zipfile.ZipFile, room: int) -> Contents:
    infos = {info.filename: info for info in archive.infolist()}
    if NAME not in infos or infos[NAME].file_size > _CONTENTS_BYTES:
        raise ValueError("it does not say what it is")
    contents = Contents.parse(archive.read(NAME))
    if sorted(info.filename for info in archive.infolist()) != sorted([NAME, *contents.members]):
        raise ValueError("it holds other members than it says")
    if sum(size for size, _ in contents.members.values()) > room:
        raise ValueError(f"what it says it holds does not fit on the disk, where {room // 1_000_000} MB may be used")
    for name, (size, digest) in contents.members.items():
        if infos[name].file_size != size or _digest(archive, infos[name]) != digest:
            raise ValueError(f"{name} is not as it was saved")
    return contents


def _digest(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    digest = hashlib.sha256()
    with archive.open(info) as member:
        while block := member.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> tuple[int, str]:
    """Write one member; return its size in bytes and its SHA-256."""
    if isinstance(content, bytes):
        archive.writestr(_info(name), content)
        return len(content), hashlib.sha256(content).hexdigest()
    digest, size = hashlib.sha256(), 0
    with content.open("rb") as file, archive.open(_info(name), "w", force_zip64=True) as member:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
            member.write(block)
    return size, digest.hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # Unix, so that the permissions below are read on every system
    info.external_attr = 0o600 << 16
    return info


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
