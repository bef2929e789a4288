"""Hands what was given up to the on-failure destination, as the function's role and so with its permissions."""

from __future__ import annotations

import json
import logging
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from finpulse_cli.targets.embedded.overlay.mappings import failure_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from finpulse_cli.targets.embedded.overlay.mappings.failure_record import Failure
    from finpulse_cli.targets.embedded.overlay.mappings.records import Record, Source

_log = logging.getLogger("lambda")


class Destinations:
    """Queues, topics and buckets of the emulator, reached over its own port; `clock` dates what they are told."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._runtime: Any = import_module("ministack.core.lambda_runtime")
        self._queues: Any = import_module("ministack.services.sqs")
        self._clients: dict[tuple[str, str], Any] = {}

    def deliver(
        self,
        mapping: Mapping[str, Any],
        function: Mapping[str, Any],
        given_up: tuple[Failure, Sequence[Record], Source],
        arn: str,
    ) -> bool:
        """Tell `arn` of records that were given up; whether that went well. On AWS, too, they are lost if not."""
        from botocore.exceptions import BotoCoreError, ClientError  # hardly ever needed, and 12 MB of every sandbox

        failure, records, source = given_up
        now = self._clock()
        document = failure_record.document(failure, records, source, now, str(uuid4()))
        try:
            client = self._client(function, arn.split(":")[2], source.region)
            if ":sqs:" in arn:
                url = self._queues._queue_url(arn.rpartition(":")[2])
                client.send_message(QueueUrl=url, MessageBody=json.dumps(document))
            elif ":sns:" in arn:
                client.publish(TopicArn=arn, Message=json.dumps(document))
            else:
                key = failure_record.object_key(mapping["UUID"], source.shard_id, now, str(uuid4()))
                body = json.dumps(failure_record.with_payload(document, records, source))
                client.put_object(Bucket=arn.rpartition(":")[2], Key=key, Body=body.encode())
        except (BotoCoreError, ClientError) as error:
            _log.warning("%d records of %s could not be told to %s: %s", len(records), source.shard_id, arn, error)
            return False
        return True

    def _client(self, function: Mapping[str, Any], service: str, region: str) -> Any:
        session = self._runtime.execution_credentials(function)
        key = (service, session["AWS_ACCESS_KEY_ID"])
        if key not in self._clients:
            self._clients[key] = self._connect(service, region, session)
        return self._clients[key]

    def _connect(self, service: Any, region: str, session: Mapping[str, str]) -> Any:
        from boto3.session import Session
        from botocore.config import Config

        return Session().client(
            service,
            endpoint_url=f"http://{os.environ.get('BIND_HOST', '127.0.0.1')}:{os.environ['GATEWAY_PORT']}",
            region_name=region,
            aws_access_key_id=session["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=session["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=session["AWS_SESSION_TOKEN"],
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"mode": "standard", "max_attempts": 3},
                s3={"addressing_style": "path"},
            ),
        )
