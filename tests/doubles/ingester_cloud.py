"""SSM, Kinesis and DynamoDB as data_ingester meets them, behind one loopback address."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from lambdas.shared.wire.event_json import decode_event
from tests.doubles.wire import dynamodb_here
from tests.unit.lambdas.data_ingester.loopback import Reply, Request

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

KEY_PARAMETERS = ("/finpulse/key", "/finpulse/finnhub-key")


class IngesterCloud:
    """Hands out `keys` one after the other, the last one for ever, and keeps the events that are put."""

    def __init__(self, *keys: str) -> None:
        self.keys = list(keys)
        self.events: list[PriceEvent] = []
        self.reads = 0
        self.counts = 0

    def answer(self, request: Request) -> Reply | None:
        """Answer a call of the AWS SDK; None for what is none."""
        target = request.headers.get("X-Amz-Target", "")
        if target == "AmazonSSM.GetParameter":
            return self._parameter(json.loads(request.body))
        if target.startswith("DynamoDB_"):
            self.counts += 1
            status, body = dynamodb_here(request.headers, request.body)
            return Reply(body, status)
        if target == "Kinesis_20131202.PutRecords":
            return self._put(json.loads(request.body))
        return None

    def _parameter(self, call: dict[str, Any]) -> Reply:
        assert call["Name"] in KEY_PARAMETERS
        assert call["WithDecryption"] is True
        value = self.keys[min(self.reads, len(self.keys) - 1)]
        self.reads += 1
        return Reply(json.dumps({"Parameter": {"Name": call["Name"], "Type": "SecureString", "Value": value}}))

    def _put(self, call: dict[str, Any]) -> Reply:
        assert call["StreamName"] == "finpulse-quotes"
        self.events += [decode_event(base64.b64decode(record["Data"])) for record in call["Records"]]
        places = [{"ShardId": "shardId-000000000000", "SequenceNumber": "1"} for _ in call["Records"]]
        return Reply(json.dumps({"FailedRecordCount": 0, "Records": places}))
