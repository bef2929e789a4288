"""Tests of finpulse_cli.standin."""

from __future__ import annotations
