"""Where a stack can run: three targets, each put together from the same kinds of parts."""

from __future__ import annotations
