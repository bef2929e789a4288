"""Results of the probes."""

from __future__ import annotations

from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities

ALL = ProbedCapabilities(
    make="LocalStack",
    session="first",
    version="2026.3.0",
    http_api=True,
    answers_sql=True,
    enforces_iam=True,
    delivers=True,
    compresses=True,
    evaluates_dates=True,
    fires=True,
)
COMMUNITY = ProbedCapabilities(
    make="LocalStack",
    session="first",
    version="4.14.0",
    http_api=False,
    answers_sql=False,
    enforces_iam=False,
    delivers=True,
    compresses=False,
    evaluates_dates=False,
    fires=False,
)
