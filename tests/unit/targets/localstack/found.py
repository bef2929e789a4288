"""Results of the probes."""

from __future__ import annotations

from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities

ALL = ProbedCapabilities(
    session="first",
    version="2026.3.0",
    http_api=True,
    athena=True,
    enforces_iam=True,
    delivers=True,
    compresses=True,
    evaluates_dates=True,
    fires=True,
)
COMMUNITY = ProbedCapabilities(
    session="first",
    version="4.14.0",
    http_api=False,
    athena=False,
    enforces_iam=False,
    delivers=True,
    compresses=False,
    evaluates_dates=False,
    fires=False,
)
