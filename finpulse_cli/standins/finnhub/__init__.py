"""A stand-in for Finnhub on this machine: its wire format, statuses and limits, from a fixture."""
