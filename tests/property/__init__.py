"""Guarantees, tried on generated input."""

from __future__ import annotations
