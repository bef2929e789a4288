"""Ports for tests that run at the same time, on several workers and of several checkouts."""

from __future__ import annotations

import os

from finpulse_cli.daemon.probe import NEIGHBOURS, free_ports

_MOST = 8  # neighbouring processes have neighbouring ids, and must not have overlapping ports
_FIRST, _SPAN = 10_000, 20_000  # below what the system gives to connections


def own_ports(count: int = NEIGHBOURS) -> int:
    """The first of `count` free ports in a row, at most 8, that no other process of the tests takes."""
    return free_ports(_FIRST + os.getpid() * _MOST % _SPAN, count)
