"""Sends to WebSocket connections through API Gateway's management API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.shared.log import write_log
from lambdas.shared.ports import Delivery

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

GONE = "GoneException"


@dataclass(frozen=True, slots=True)
class ApiGatewayPostbox:
    """Implements `ports.Postbox`; boto3 clients are thread-safe."""

    client: ApiGatewayManagementApiClient

    def post(self, connection_id: str, message: str) -> Delivery:
        """Send one message; why it could not be sent goes to the log."""
        try:
            self.client.post_to_connection(ConnectionId=connection_id, Data=message.encode())
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == GONE:
                return Delivery.GONE
            return _failed(connection_id, error)
        except BotoCoreError as error:
            return _failed(connection_id, error)
        return Delivery.DELIVERED


def _failed(connection_id: str, error: Exception) -> Delivery:
    line: dict[str, Any] = {"level": "ERROR", "message": "a message could not be sent", "reason": str(error)}
    write_log(line | {"connection_id": connection_id})
    return Delivery.FAILED
