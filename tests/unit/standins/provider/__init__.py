"""Tests of finpulse_cli.standins.provider."""
