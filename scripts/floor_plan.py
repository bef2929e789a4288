"""Writes who may import whom into docs/architecture.md, from the import contracts in pyproject.toml: `make floor-plan`.

The page's rows say in words what each folder is; the last column of its table is made here, so that it cannot say
anything else than what `lint-imports` holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "architecture.md"
HEADING = "| folder | what | may import |"
_CODE = ("finpulse_cli", "lambdas")
_FUNCTION = "lambdas/<function>"
_ROW = re.compile(r"^\| `(?P<folder>[^`]+)` \| (?P<what>.*?) \|[^|]*\|$")


@dataclass(frozen=True, slots=True)
class Layer:
    """Modules of one height; those that are `closed` do not know each other."""

    modules: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page's table."""

    folder: str
    what: str

    @property
    def module(self) -> str:
        """Its module's name; that of any function for the row of all functions."""
        return self.folder.removesuffix(".py").replace("/", ".")

    @property
    def is_code(self) -> bool:
        """Whether contracts are about it."""
        return self.folder.startswith(_CODE)


@dataclass(frozen=True, slots=True)
class Contracts:
    """The import contracts as import-linter reads them."""

    contracts: tuple[Mapping[str, Any], ...]

    @classmethod
    def of_project(cls) -> Contracts:
        """Read them from pyproject.toml."""
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return cls(tuple(settings["tool"]["importlinter"]["contracts"]))

    def layers(self) -> Iterator[list[Layer]]:
        """Each contract of layers, the highest layer first."""
        for contract in self._of_type("layers"):
            prefix = next((f"{container}." for container in contract.get("containers", [])), "")
            yield [_layer(text, prefix) for text in contract["layers"]]

    def rooms(self) -> set[str]:
        """Every module that a contract gives a place among others."""
        layered = {name for layers in self.layers() for layer in layers for name in layer.modules}
        return layered | {name for contract in self._of_type("independence") for name in contract["modules"]}

    def below(self, module: str) -> list[str]:
        """Return what `module` may import, the highest first; what lies in the innermost contract goes before."""
        found: dict[str, None] = {}
        for layers in sorted(self.layers(), key=lambda layers: -_depth(layers)):
            found |= dict.fromkeys(_below(layers, module))
        return [name for name in found if name not in self._forbidden(module)]

    def adapters_are_for_wiring(self) -> bool:
        """Tell whether of a function only its wiring may import adapters."""
        return any("lambdas.*.wiring" in " ".join(one.get("ignore_imports", [])) for one in self._of_type("forbidden"))

    def _forbidden(self, module: str) -> set[str]:
        """Return what a contract of its own forbids `module`."""
        about = (one for one in self._of_type("forbidden") if any(_lies_in(module, at) for at in one["source_modules"]))
        return {name for contract in about for name in contract["forbidden_modules"]}

    def _of_type(self, kind: str) -> Iterator[Mapping[str, Any]]:
        return (contract for contract in self.contracts if contract["type"] == kind)


def page(text: str, contracts: Contracts) -> str:
    """Return the page with the last column of its table made again."""
    before, heading, after = text.partition(HEADING)
    table, rest = after.split("\n\n", 1)
    lines = [_line(line, contracts) for line in table.splitlines()]
    return before + heading + "\n".join(lines) + "\n\n" + rest


def rows(text: str) -> list[Row]:
    """Return the rows of the page's table."""
    table = text.partition(HEADING)[2].split("\n\n", 1)[0]
    return [Row(found["folder"], found["what"]) for line in table.splitlines() if (found := _ROW.match(line))]


def may_import(row: Row, contracts: Contracts) -> str:
    """Return the last column of a row, in the page's words; empty for one that may import nothing of ours."""
    if row.folder == _FUNCTION:
        only = ", its adapters in `wiring.py` only" if contracts.adapters_are_for_wiring() else ""
        return f"`lambdas/shared`{only}"
    return ", ".join(_short(name, row.module) for name in contracts.below(row.module))


def _line(line: str, contracts: Contracts) -> str:
    found = _ROW.match(line)
    row = Row(found["folder"], found["what"]) if found else None
    if row is None or not row.is_code:
        return line
    column = may_import(row, contracts)
    return f"| `{row.folder}` | {row.what} | {column} |" if column else f"| `{row.folder}` | {row.what} | |"


def _layer(text: str, prefix: str) -> Layer:
    closed = "|" in text
    names = re.split(r"\s*[|:]\s*", text)
    return Layer(tuple(prefix + name for name in names), closed)


def _depth(layers: Iterable[Layer]) -> int:
    return max(name.count(".") for layer in layers for name in layer.modules)


def _below(layers: list[Layer], module: str) -> Iterator[str]:
    for place, layer in enumerate(layers):
        mine = [name for name in layer.modules if _lies_in(module, name)]
        if mine:
            yield from () if layer.closed else (name for name in layer.modules if name not in mine)
            yield from (name for lower in layers[place + 1 :] for name in lower.modules)


def _lies_in(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def _short(name: str, of: str) -> str:
    """`finpulse_cli.features.tail` is `features/tail` to a room of the command line."""
    shared = "lambdas.shared." if of.startswith("lambdas") else "finpulse_cli."
    return f"`{name.removeprefix(shared).replace('.', '/')}`"


if __name__ == "__main__":
    TARGET.write_text(page(TARGET.read_text(encoding="utf-8"), Contracts.of_project()), encoding="utf-8")
