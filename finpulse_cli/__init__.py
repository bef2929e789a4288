"""FinPulse's command line: runs the market-data pipeline on a laptop or on AWS."""

from __future__ import annotations
