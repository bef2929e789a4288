"""Tests of finpulse_cli.features.record."""
