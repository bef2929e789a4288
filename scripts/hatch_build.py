"""Puts the stack into the wheel, in one folder of its only package; hatchling runs it when it builds one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STACK = ("terraform", "lambdas", "fixtures", "frontend/dist", "docs/aws")
"""What a wheel brings of the repository, beside the code: what `up`, `replay` and `dashboard` read."""
_INSIDE = "finpulse_cli/_stack"
_PAGE = "frontend/dist/index.html"


class StackHook(BuildHookInterface[Any]):
    """Hatchling's hook; an editable installation reads the clone around it and needs none of this."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the stack's folders to the wheel. Raises FileNotFoundError when the page was never built."""
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / _PAGE).is_file():
            raise FileNotFoundError(
                f"{_PAGE} is not there, and a wheel without the dashboard would be half of FinPulse: "
                "run `make dist`, which builds it first (that needs Node.js)"
            )
        for name in STACK:
            build_data["force_include"][str(root / name)] = f"{_INSIDE}/{name}"
