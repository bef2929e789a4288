"""The lake's table as Terraform has it."""

from __future__ import annotations

import re
from pathlib import Path

_SOURCE = Path(__file__).parents[1] / "terraform" / "athena.tf"

EVENT_COLUMNS: tuple[tuple[str, str], ...] = tuple(
    re.findall(r'\{ name = "(\w+)", type = "([^"]+)"', _SOURCE.read_text(encoding="utf-8"))
)
"""Names and Hive types."""
