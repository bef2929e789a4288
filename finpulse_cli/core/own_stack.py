"""The stack that this package brings: in a wheel it lies inside of it, in a clone around it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
BUNDLED = _PACKAGE / "_stack"
"""Terraform files, functions, fixtures and page of a wheel; scripts/hatch_build.py puts them there."""

PARTS = ("terraform", "lambdas", "fixtures", "frontend/dist", "docs/aws")
"""What a stack consists of, as folders below it; a clone has more."""


def own_stack() -> Path:
    """Return the folder with `terraform`, `lambdas`, `fixtures` and `frontend` that this package was made from."""
    return BUNDLED if BUNDLED.is_dir() else _PACKAGE.parent


def user_data() -> Path:
    """Return the folder for what FinPulse keeps where there is no clone, as the system wants it; creates nothing."""
    from platformdirs import user_data_path  # not needed in a clone

    return user_data_path("finpulse", appauthor=False)
