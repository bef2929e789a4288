"""Ids of requests, in the forms that AWS gives them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identifiers:
    """`random` gives so many bytes, `seconds` the time since 1970."""

    random: Callable[[int], bytes]
    seconds: Callable[[], float]

    def request(self) -> str:
        """Make an id like API Gateway's `JKJaXmPLvHcESHA=`."""
        return base64.urlsafe_b64encode(self.random(11)).decode("ascii")

    def trace(self) -> str:
        """Make an id like X-Ray's `Root=1-5e6722a7-cc56bb2b46db7ae02d4da47e`."""
        return f"Root=1-{int(self.seconds()):08x}-{self.random(12).hex()}"
