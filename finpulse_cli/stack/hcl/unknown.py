"""Values that only an apply can tell."""

from __future__ import annotations

from typing import Final


class Unknown:
    """A value that is not in the files: an attribute of a resource, a data source, a function of ours left out."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


class UnsetError(Exception):
    """Something is asked of a value that does not have it, which Terraform's `try` and `can` catch."""
