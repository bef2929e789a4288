"""Terraform's state in a file: told of Lambda code that was updated without Terraform.

The format is Terraform's own, version 4 (JSON). Anything else is left to Terraform.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_VERSION = 4
_TYPE, _NAME = "aws_lambda_function", "this"


@dataclass(frozen=True, slots=True)
class StoredCode:
    """A function's zip as Lambda tells of it: `sha256` in base64, `size` in bytes, `last_modified` as Lambda has it."""

    sha256: str
    size: int
    last_modified: str


class StateFile:
    """One state file as it was when it was loaded."""

    def __init__(self, path: Path, document: dict[str, Any]) -> None:
        self._path = path
        self._document = document

    @classmethod
    def load(cls, path: Path) -> StateFile | None:
        """Return the state; None when there is none, or it is in no format that is known here."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        known = isinstance(document, dict) and document.get("version") == _VERSION
        return cls(path, document) if known else None

    def holds(self, functions: Iterable[str]) -> bool:
        """Tell whether the state knows each of these functions."""
        return set(functions) <= self._functions().keys()

    def save_code(self, stored: Mapping[str, StoredCode]) -> None:
        """Note what these functions' code is now, so that the next plan finds nothing to change about it."""
        functions = self._functions()
        for name, code in stored.items():
            functions[name] |= {
                "source_code_hash": code.sha256,
                "code_sha256": code.sha256,
                "source_code_size": code.size,
                "last_modified": code.last_modified,
            }
        self._document["serial"] += 1
        write_atomically(self._path, json.dumps(self._document, indent=2) + "\n")

    def _functions(self) -> dict[str, dict[str, Any]]:
        """Return the attributes of each function by its key."""
        return {
            instance["index_key"]: instance["attributes"]
            for resource in self._document.get("resources", [])
            if (resource["mode"], resource["type"], resource["name"]) == ("managed", _TYPE, _NAME)
            for instance in resource["instances"]
        }
