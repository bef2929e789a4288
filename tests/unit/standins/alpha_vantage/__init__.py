"""Tests of finpulse_cli.standins.alpha_vantage."""

from __future__ import annotations
