"""Where a stack can run, behind one protocol."""

from __future__ import annotations
