"""Tests of finpulse_cli.standins.finnhub."""
