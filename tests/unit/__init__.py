"""Unit tests, mirroring the code."""

from __future__ import annotations
