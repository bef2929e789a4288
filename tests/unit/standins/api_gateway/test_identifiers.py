"""Ids of requests."""

from __future__ import annotations

import os
import re

from finpulse_cli.standins.api_gateway.identifiers import Identifiers


def test_they_look_like_those_of_aws() -> None:
    identifiers = Identifiers(os.urandom, lambda: 0x5E6722A7)

    assert re.fullmatch(r"[\w-]{15}=", identifiers.request())
    assert re.fullmatch(r"Root=1-5e6722a7-[0-9a-f]{24}", identifiers.trace())
    assert identifiers.request() != identifiers.request()
