"""What the page is told at run time, so that one build serves every target."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Place


@dataclass(frozen=True, slots=True)
class PageConfig:
    """Contents of `/config.json`. `websocket_url` is None where nothing is pushed: the page polls."""

    api_url: str
    websocket_url: str | None
    target: str
    interval_seconds: int

    def as_json(self) -> dict[str, object]:
        """Return the JSON object that the page reads."""
        return asdict(self)


def page_config(place: Place, outputs: StackOutputs) -> PageConfig:
    """Return how a page on this machine reaches the stack."""
    return PageConfig(
        api_url=place.addresses.api_url(outputs),
        websocket_url=place.addresses.websocket_url(outputs),
        target=place.name,
        interval_seconds=outputs.interval_seconds,
    )
