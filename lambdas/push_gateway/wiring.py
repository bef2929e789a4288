"""Puts push_gateway together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache

from lambdas.push_gateway.gateway import Gateway
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.connection_store import DynamoConnectionStore
from lambdas.shared.settings import PushGatewaySettings


@cache
def gateway() -> Gateway:
    """Return the gateway on the real table."""
    settings = PushGatewaySettings.read(os.environ)
    return Gateway(
        connections=DynamoConnectionStore(clients.dynamodb(), settings.connections_table),
        origins=settings.origins,
    )
