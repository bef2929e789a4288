"""A stand-in for Alpha Vantage on this machine: the provider's wire format, errors and throttles, from a fixture."""

from __future__ import annotations
