"""Addresses of a stack's APIs at an emulator that serves them below one URL instead of a host name for each."""

from __future__ import annotations

from finpulse_cli.stack.outputs import StackOutputs


def api_below(base: str, outputs: StackOutputs) -> str:
    """Return the URL of the HTTP API below `base`."""
    return f"{base}/{outputs.api_id}"


def push_below(base: str, outputs: StackOutputs) -> str | None:
    """Return the URL of the push API below `base`, its stage the same as on AWS; None for a stack without."""
    if outputs.websocket_url is None:
        return None
    stage = outputs.websocket_url.rpartition("/")[2]
    return f"{base.replace('http', 'ws', 1)}/{outputs.websocket_api_id}/{stage}"
