"""The wire between boto3 and AWS, in this process, where a call may be cut: MiniStack's DynamoDB, a bucket, a topic.

Everything above the wire is as a function has it: its wiring, its adapters, botocore with its retries. Calls are
numbered from 0, whatever service they go to.
"""

from __future__ import annotations

import threading
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

from lambdas.shared.adapters.clients import CONFIG
from lambdas.shared.adapters.dynamodb.codec import from_item
from tests.contract.tables import create_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.awsrequest import AWSPreparedRequest

dynamodb: Any = import_module("ministack.services.dynamodb")  # it tells no types

PUBLISHED = b"<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
LOST = {
    "Publish": b"<ErrorResponse><Error><Code>InternalError</Code><Message>lost</Message></Error></ErrorResponse>",
    "PutObject": b"<Error><Code>InternalError</Code><Message>lost</Message></Error>",
}
LOST_BY_DYNAMODB = b'{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"lost"}'


PLAIN_BODIES = Config(request_checksum_calculation="when_required")  # else S3's are cut into chunks


class Killed(BaseException):
    """The process is dead. No code under test catches it."""


class Cut(Enum):
    """The way in which a call is cut."""

    BEFORE = "killed before the call"
    AFTER = "killed after the call was applied"
    LOST = "the call was applied and its answer lost"


@dataclass
class Wire:
    """Where calls go. `cut` says how the call numbered `at` ends; the process that was killed makes no other.

    `calls` are the operations so far, `objects` the bucket, `mails` the subjects and event ids that were published.
    """

    at: int = -1
    cut: Cut = Cut.BEFORE
    calls: list[str] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)
    mails: Counter[str] = field(default_factory=Counter)
    is_dead: bool = False
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def send(self, operation: str, request: AWSPreparedRequest) -> AWSResponse:
        """Take one call, as the handler of botocore's `before-send`."""
        with self._turn:
            number = len(self.calls)
            self._die(when=self.is_dead or (number == self.at and self.cut is Cut.BEFORE), operation=operation)
            self.calls.append(operation)
            answer = self._answer(operation, request)
            if number == self.at:
                self._die(when=self.cut is Cut.AFTER, operation=operation)
                answer = (500, LOST.get(operation, LOST_BY_DYNAMODB))
            return AWSResponse(request.url, answer[0], HTTPHeaders(), _Body(answer[1]))

    def _die(self, *, when: bool, operation: str) -> None:
        if when:
            self.is_dead = True
            raise Killed(operation)

    def _answer(self, operation: str, request: AWSPreparedRequest) -> tuple[int, bytes]:
        body = _body_of(request)
        if operation == "PutObject":
            self.objects[urlsplit(request.url).path] = body
            return 200, b""
        if operation == "Publish":
            form = parse_qs(body.decode())
            self.mails[form["Message"][0]] += 1
            return 200, PUBLISHED
        status, content = dynamodb_here(request.headers, body)
        return status, content


@dataclass
class _Body:
    """What botocore reads an answer from."""

    content: bytes

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the whole body."""
        yield self.content


def _body_of(request: AWSPreparedRequest) -> bytes:
    body: Any = request.body or b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body if isinstance(body, bytes | bytearray) else body.read())


def dynamodb_here(headers: Any, body: bytes) -> tuple[int, bytes]:
    """Return the status and the body of MiniStack's DynamoDB, which runs in this process."""
    named = {name.lower(): value.decode() if isinstance(value, bytes) else value for name, value in headers.items()}
    call = dynamodb.handle_request("POST", "/", named, body, {})
    try:
        call.send(None)
    except StopIteration as done:
        status, _, content = done.value
        return status, content
    raise RuntimeError("MiniStack's DynamoDB waits for something")


@dataclass(frozen=True)
class Moment:
    """What was kept at one time."""

    tables: Any
    objects: dict[str, bytes]
    mails: Counter[str]


class Aws:
    """Clients as the functions make them, on a wire that may be changed under them."""

    def __init__(self) -> None:
        self.wire = Wire()
        self._clients: dict[str, Any] = {}

    def client(self, service: Any) -> Any:
        """Return the client of a service, in place of `lambdas.shared.adapters.clients`."""
        if service not in self._clients:
            client = boto3.client(
                service,
                config=CONFIG.merge(PLAIN_BODIES),
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )
            client.meta.events.register("before-send", self._send)
            self._clients[service] = client
        return self._clients[service]

    def _send(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse:
        return self.wire.send(event_name.rpartition(".")[2], request)

    def new_tables(self, kinds: dict[str, str]) -> None:
        """Forget every table and make one for each (name, kind)."""
        dynamodb.reset()
        for name, kind in kinds.items():
            create_table(self.client("dynamodb"), kind, name)

    def moment(self) -> Moment:
        """Return all that is kept as it is now."""
        return Moment(dynamodb.get_state()["tables"], dict(self.wire.objects), Counter(self.wire.mails))

    def go_back(self, moment: Moment) -> None:
        """Keep what was kept then, on a wire that nothing is cut on."""
        dynamodb.reset()
        for (account, region, name), table in moment.tables.all_items():
            dynamodb._tables.set_scoped(account, region, name, deepcopy(table))
        self.wire = Wire(objects=dict(moment.objects), mails=Counter(moment.mails))

    def items(self, table: str) -> list[dict[str, Any]]:
        """Return every item of a table, in the order of its key."""
        found = self.client("dynamodb").scan(TableName=table, ConsistentRead=True)
        return [from_item(item) for item in found["Items"]]
