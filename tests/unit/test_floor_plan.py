"""The floor plan: file names that mean one thing, ports that stay small, a page that says what the contracts hold."""

from __future__ import annotations

import inspect
from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Protocol

import pytest

from scripts.floor_plan import ROOT, TARGET, Contracts, Row, may_import, page, rows

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "finpulse_cli"
# Python's own names, and those that every target or function has.
EVERYWHERE = {"__init__", "__main__", "target", "handler", "wiring"}
MOST_MEMBERS = 8
FILES = sorted(PACKAGE.rglob("*.py"))
PORT_FILES = [path for path in FILES if "(Protocol" in path.read_text(encoding="utf-8")]
CONTRACTS = Contracts.of_project()
ROWS = rows(TARGET.read_text(encoding="utf-8"))


def test_a_file_name_lies_in_two_folders_at_most() -> None:
    folders: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        folders[path.stem].append(str(path.parent.relative_to(ROOT)))
    assert {name: found for name, found in folders.items() if len(found) > 2 and name not in EVERYWHERE} == {}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def members(port: type) -> set[str]:
    """What a class must have to be this port."""
    bases = [base for base in port.__mro__ if base not in (object, Protocol, Generic)]
    names = {name for base in bases for name in (*vars(base), *getattr(base, "__annotations__", {}))}
    return {name for name in names if not name.startswith("_") or name == "__call__"}


@pytest.mark.parametrize("path", PORT_FILES, ids=module_of)
def test_a_port_has_eight_members_at_most(path: Path) -> None:
    module = import_module(module_of(path))
    ports = [found for _, found in inspect.getmembers(module, inspect.isclass) if found.__module__ == module.__name__]
    sizes: dict[str, Any] = {port.__name__: len(members(port)) for port in ports if Protocol in port.__bases__}
    assert sizes, "a file that names Protocol has a port"
    assert {name: size for name, size in sizes.items() if size > MOST_MEMBERS} == {}


def test_the_committed_page_is_the_generated_one() -> None:
    text = TARGET.read_text(encoding="utf-8")
    assert page(text, CONTRACTS) == text, "run `make floor-plan`"


def test_the_page_has_a_row_for_every_room_and_no_other() -> None:
    told = {row.module for row in ROWS if row.is_code}
    packages = {f"finpulse_cli.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    functions = {name for name in CONTRACTS.rooms() if name.startswith("lambdas.") and "shared" not in name}
    assert (CONTRACTS.rooms() | packages) - told - functions - {"finpulse_cli.main", "lambdas.shared.errors"} == set()
    assert [row.folder for row in ROWS if "<" not in row.folder and not (ROOT / row.folder).exists()] == []


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("finpulse_cli/core", ""),
        ("finpulse_cli/daemon", "`core`"),
        ("finpulse_cli/standins/athena", "`fixtures`, `daemon`, `core`"),
        ("finpulse_cli/features/tail", "`web`, `stack`, `standins`, `fixtures`, `daemon`, `core`"),
        ("lambdas/shared/domain", "`errors`"),
        ("lambdas/shared/payloads.py", "`wire`, `ports`, `query`, `domain`, `errors`"),
        ("lambdas/<function>", "`lambdas/shared`, its adapters in `wiring.py` only"),
    ],
)
def test_a_room_may_import_what_lies_below_it(folder: str, allowed: str) -> None:
    assert may_import(Row(folder, ""), CONTRACTS) == allowed


def test_features_name_those_below_them_first() -> None:
    allowed = may_import(Row("finpulse_cli/features/parity", ""), CONTRACTS)
    below = ("replay", "query", "quarantine", "alerts", "tail")
    assert allowed.startswith(", ".join(f"`features/{name}`" for name in below))
    assert "bench" not in allowed
