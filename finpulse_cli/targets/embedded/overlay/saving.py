"""Writes the emulator's whole state into a folder, and reads it back: one JSON file a service, in MiniStack's form.

MiniStack writes into its one folder when it stops, and a file that cannot be written costs that service's whole state
without a word. Here a service whose state is no JSON keeps its file of the checkpoint before, and the manifest says
so; whatever the disk refuses fails the checkpoint, and the one before stays.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.state_folder import described

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

JOURNALED = frozenset({"dynamodb", "firehose", "kinesis", "lambda", "sqs"})
"""Services whose file of another moment would not agree with the journal."""
_BLOBS = "lambda-blobs"
_DEPTH = 7  # as deep as a stream's records lie
_SLICE = 1000
Files = dict[str, tuple[int, str]]


def write_state(
    folder: Path, services: Mapping[str, Callable[[], Any]], before: Path | None
) -> tuple[Files, dict[str, str]]:
    """Write every service's state into the empty `folder`; `before` is the last complete checkpoint.

    For a process of its own that ends afterwards: it lets MiniStack's functions hand out their state uncopied.
    Returns size and SHA-256 of each file, and by service what could not be saved and why. Raises OSError, and what a
    journaled service raises.
    """
    copy.deepcopy = _uncopied  # type: ignore[assignment]
    blobs = folder / _BLOBS
    import_module("ministack.services.lambda_svc").CODE_BLOB_DIR = str(blobs)  # type: ignore[attr-defined]
    files: Files = {}
    lost: dict[str, str] = {}
    for name, state_of in services.items():
        path = folder / f"{name}.json"
        try:
            if (state := state_of()) is not None:
                files[path.name] = _write(path, name, state)
        except OSError:
            raise
        except Exception as error:
            if name in JOURNALED:
                raise
            lost[name] = f"{type(error).__name__}: {error}"
            path.unlink(missing_ok=True)
            files |= _taken_over(path, before)
    for blob in sorted(blobs.iterdir()) if blobs.is_dir() else ():
        _sync(blob)
        files[f"{_BLOBS}/{blob.name}"] = described(blob) or (0, "")
    return files, lost


def read_state(folder: Path, damaged: list[str]) -> dict[str, str]:
    """Restore every service that has a file in a checkpoint; what could not be restored and why, by service."""
    application: Any = import_module("ministack.app")
    persistence: Any = import_module("ministack.core.persistence")
    import_module("ministack.services.lambda_svc").CODE_BLOB_DIR = str(folder / _BLOBS)  # type: ignore[attr-defined]
    persistence.STATE_DIR = str(folder)
    unread = {}
    for name, module in application._state_map.items():
        file = folder / f"{name}.json"
        if not file.exists() and file.name not in damaged:
            continue
        if file.name in damaged:
            unread[name] = "its file is not as it was written"
            continue
        try:
            _restore(application, name, module)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other services are still restored
            unread[name] = f"{type(error).__name__}: {error}"
    return unread


def _restore(application: Any, name: str, module: str) -> None:
    state = application.load_state(name)
    if state is None:
        raise ValueError("its file is damaged, or of another version")
    if state:
        application._get_module(module).load_persisted_state(state)


def _write(path: Path, name: str, state: Any) -> tuple[int, str]:
    """Write one service's file, to disk, piece by piece; return its size and SHA-256."""
    persistence: Any = import_module("ministack.core.persistence")
    digest, size = hashlib.sha256(), 0
    document = {"__ministack_format__": persistence._state_format_version(name), "payload": state}
    with path.open("wb") as file:
        for piece in _pieces(document, persistence, _DEPTH):
            encoded = piece.encode()
            digest.update(encoded)
            size += len(encoded)
            file.write(encoded)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _pieces(value: Any, persistence: Any, depth: int) -> Iterator[str]:
    """Yield JSON text. `json.dumps` is ten times as fast as `json.dump`, but a stream as one text fills the memory."""
    scoped = (persistence.AccountRegionScopedDict, persistence.AccountScopedDict)
    if isinstance(value, scoped):
        value = persistence._json_default(value)
    if isinstance(value, list | dict) and len(value) > _SLICE:
        yield from _slices(value, persistence)
    elif depth and isinstance(value, dict) and all(type(key) is str for key in value):
        yield "{"
        for place, (key, inner) in enumerate(value.items()):
            yield f"{',' if place else ''}{json.dumps(key)}:"
            yield from _pieces(inner, persistence, depth - 1)
        yield "}"
    else:
        yield json.dumps(value, default=persistence._json_default)


def _slices(value: list[Any] | dict[Any, Any], persistence: Any) -> Iterator[str]:
    """Yield the JSON text of what has many members, some of them at a time."""
    is_list, members = isinstance(value, list), iter(value if isinstance(value, list) else value.items())
    yield "[" if is_list else "{"
    separator = ""
    while some := list(islice(members, _SLICE)):
        text = json.dumps(some if is_list else dict(some), default=persistence._json_default)
        yield separator + text[1:-1]
        separator = ","
    yield "]" if is_list else "}"


def _uncopied(value: Any, _memo: object = None) -> Any:
    return value


def _taken_over(path: Path, before: Path | None) -> Files:
    """Copy a service's file from the checkpoint before, if that has it."""
    if before is None or not (before / path.name).exists():
        return {}
    shutil.copyfile(before / path.name, path)
    _sync(path)
    found = described(path)
    return {path.name: found} if found else {}


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
