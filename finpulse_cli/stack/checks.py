"""What a check of a machine found; `finpulse doctor` shows one a row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing needed (or, when not `required`, useful): whether it is there, what was found, how to get it."""

    name: str
    ok: bool
    found: str
    fix: str = ""
    required: bool = True
