"""Saving the emulator's state so that nothing is lost without a word.

MiniStack writes one file a service when it stops. A file that cannot be written costs that service's whole state; the
log says so, the exit code does not. Here every service is tried, and a record beside the files says what is missing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from finpulse_cli.core.files import replacing
from finpulse_cli.targets.embedded.saved import SaveRecord

_TRIES = 5
_log = logging.getLogger("persistence")
States = Mapping[str, Callable[[], Any]]


class Saving:
    """Takes the place of MiniStack's `save_all` and of its loading.

    `undelivered` has Firehose write what it has gathered, and returns how many records are left.
    """

    def __init__(self, undelivered: Callable[[], int]) -> None:
        self._undelivered = undelivered
        self._application: Any = import_module("ministack.app")
        self._persistence: Any = import_module("ministack.core.persistence")
        self._folder = Path(self._persistence.STATE_DIR)

    def save_all(self, services: States) -> None:
        """Write the state of each service, then the record of what could not be written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lost = {}
        for name, state_of in services.items():
            try:
                self._save(name, _snapshot(state_of))
            except Exception as error:  # noqa: BLE001 - whatever it is, the other services are still saved
                _log.exception("%s could not be saved", name)
                lost[name] = _reason(error)
        SaveRecord.of_this_process(lost | self._outside_the_files()).save(self._folder)

    def load_all(self) -> None:
        """Restore each service that was saved, and note in the record what could not be read."""
        unread = {}
        for name, module in self._application._state_map.items():
            if not self._file(name).exists():
                continue
            try:
                self._load(name, module)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other services are still restored
                _log.exception("%s could not be restored", name)
                unread[name] = _reason(error)
        record = SaveRecord.load(self._folder)
        if unread:
            lost = unread if record is None else record.lost | unread
            (record or SaveRecord.of_this_process({})).losing(lost).save(self._folder)

    def _save(self, name: str, state: Any) -> None:
        """Write one file, whole or not at all; None is a service that was never loaded and has nothing to save."""
        if state is None:
            return
        document = {"__ministack_format__": self._persistence._state_format_version(name), "payload": state}
        with replacing(self._file(name)) as scratch, scratch.open("w", encoding="utf-8") as file:
            json.dump(document, file, default=self._persistence._json_default)

    def _load(self, name: str, module: str) -> None:
        state = self._application.load_state(name)
        if state is None:
            raise ValueError(f"{self._file(name)} is damaged, or of another version")
        if state:
            self._application._get_module(module).load_persisted_state(state)

    def _outside_the_files(self) -> dict[str, str]:
        """Return what is lost that belongs to no service's file."""
        lost = {}
        if left := self._undelivered():
            lost["firehose records"] = f"{left} that it had gathered could not be written to the lake"
        if unwritten := _only_in_memory():
            lost["s3 objects"] = f"{len(unwritten)} could not be written, for example {unwritten[0]}"
        return lost

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def install(undelivered: Callable[[], int]) -> None:
    """Put saving and loading in the place of MiniStack's."""
    application: Any = import_module("ministack.app")
    saving = Saving(undelivered)
    application.save_all = saving.save_all
    application._load_persisted_state = saving.load_all


def _only_in_memory() -> list[str]:
    """Return the objects of S3 that are not on disk: MiniStack forgets an object's bytes once it has written them."""
    objects: Any = import_module("ministack.services.s3")
    if not objects.S3_PERSIST:
        return []
    return [
        f"s3://{bucket}/{key}"
        for (_account, bucket), content in objects._buckets._data.items()
        for key, stored in content["objects"].items()
        if stored.get("body") is not None
    ]


def _snapshot(state_of: Callable[[], Any]) -> Any:
    """Return the state; tried again while threads of the emulator still change what is being copied."""
    for _ in range(_TRIES - 1):
        try:
            return state_of()
        except RuntimeError:  # "dictionary changed size during iteration"
            continue
    return state_of()


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
