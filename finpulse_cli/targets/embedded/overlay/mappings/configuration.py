"""A Kinesis mapping as AWS's API tells it, and what a request makes of it.

Members are those of https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.rules import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

UNREAD = "No records processed"
OK = "OK"
PROBLEM = "PROBLEM: Function call failed"
REASON = "User action"

_SETTINGS = (*DEFAULTS, "FilterCriteria", "MetricsConfig", "KMSKeyArn")
_TOLD = (
    *DEFAULTS,
    "EventSourceArn",
    "FunctionArn",
    "LastModified",
    "LastProcessingResult",
    "StartingPosition",
    "StartingPositionTimestamp",
    "State",
    "StateTransitionReason",
    "UUID",
    "FilterCriteria",
    "MetricsConfig",
    "KMSKeyArn",
)


def settings_of(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a request names, as they are kept. An empty filter or destination is none."""
    named = {name: request[name] for name in _SETTINGS if request.get(name) is not None}
    if "FilterCriteria" in named and not named["FilterCriteria"].get("Filters"):
        named["FilterCriteria"] = None
    if "DestinationConfig" in named:
        arn = (named["DestinationConfig"].get("OnFailure") or {}).get("Destination")
        named["DestinationConfig"] = {"OnFailure": {"Destination": arn} if arn else {}}
    return named


def told(mapping: Mapping[str, Any], arn: str) -> dict[str, Any]:
    """Return a mapping as the API answers it."""
    known = {name: mapping[name] for name in _TOLD if mapping.get(name) is not None}
    return dict(DEFAULTS) | known | {"EventSourceMappingArn": arn}
