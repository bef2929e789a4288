"""Benchmarks of a running stack: where the time goes between a put and a pair of eyes."""

from __future__ import annotations
