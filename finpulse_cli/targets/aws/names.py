"""The names that terraform/*.tf makes from the variable `name`; a test holds this file to them."""

from __future__ import annotations

from dataclasses import dataclass

FUNCTIONS = (
    "data-ingester", "price-processor", "aggregator", "anomaly-detector", "api-handler", "push-gateway", "push-fanout",
    "alert-webhook", "alert-digest",
)  # fmt: skip
TABLES = (
    "live-prices", "latest-prices", "price-candles", "detector-state", "consumer-progress", "connections", "anomalies",
    "counters", "session-starts", "alerting",
)  # fmt: skip
_OTHERS = (
    "quotes", "lake", "api", "push", "ingest", "alerts", "operations", "alert-inbox", "query", "firehose", "scheduler",
    "dashboard", "webhook", "digest",
)  # fmt: skip
_ALARMS = ("errors", "throttles", "iterator-age", "quarantine", "5xx", "failed-pushes")
SUFFIXES = frozenset({*FUNCTIONS, *TABLES, *_OTHERS, *_ALARMS})


@dataclass(frozen=True, slots=True)
class StackNames:
    """The resources of the stack `name` in one account and region."""

    name: str
    account: str
    region: str

    @property
    def lake_bucket(self) -> str:
        """Bucket of the lake."""
        return f"{self.name}-lake-{self.account}-{self.region}"

    @property
    def dashboard_bucket(self) -> str:
        """Bucket of the hosted dashboard; CloudFront's policies for it have the same name."""
        return f"{self.name}-dashboard-{self.account}-{self.region}"

    @property
    def database(self) -> str:
        """Glue database."""
        return self.name.replace("-", "_")

    @property
    def parameters(self) -> str:
        """The prefix of the names of its SSM parameters."""
        return f"/{self.name}/"

    @property
    def log_prefixes(self) -> tuple[str, ...]:
        """The prefixes of the names of its log groups."""
        return tuple(f"/aws/{service}/{self.name}-" for service in ("lambda", "apigateway", "kinesisfirehose"))

    @property
    def distribution_comment(self) -> str:
        """The comment on its CloudFront distribution, which has no name."""
        return f"FinPulse dashboard ({self.name})"

    def owns(self, name: str) -> bool:
        """Return whether a resource of this name is the stack's, and not one's whose longer name begins alike.

        `finpulse-dev-quotes` belongs to the stack `finpulse-dev`. A name with an ending that no stack makes now is
        the stack's: an older version may have made it.
        """
        own, _, ending = name.partition(f"{self.name}-")
        if own or not ending:
            return False
        return ending in SUFFIXES or not any(ending.endswith(f"-{suffix}") for suffix in SUFFIXES) or _is_alarm(ending)


def _is_alarm(ending: str) -> bool:
    """Return whether an alarm ends so: alarms are named after their function or API, and what they watch."""
    return any(ending == f"{thing}-{alarm}" for thing in (*FUNCTIONS, "api") for alarm in _ALARMS)
