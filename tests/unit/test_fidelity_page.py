"""The fidelity page names a test for each row, and each of them exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "fidelity.md"
ROWS = [line for line in PAGE.read_text().splitlines() if line.startswith("| [")]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_row_leads_to_aws_and_names_its_tests() -> None:
    assert len(ROWS) > 30
    assert [row for row in ROWS if "](https://docs.aws.amazon.com/" not in row or not NAMED.search(row)] == []


def test_every_named_test_exists() -> None:
    named = {pair for row in ROWS for pair in NAMED.findall(row)}
    missing = sorted(f"{path}::{name}" for path, name in named if name not in _tests_in(ROOT / path))
    assert missing == []


def _tests_in(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
