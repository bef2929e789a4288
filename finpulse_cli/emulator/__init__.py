"""The background processes of the embedded target."""

from __future__ import annotations
