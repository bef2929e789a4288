"""The layer at which calls of functions meet their faults, around an application of the test's own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from finpulse_cli.stack.fault_injection import Faults, Outage
from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector
from finpulse_cli.targets.embedded.overlay.chaos.wire import with_faults

FUNCTIONS = {"ASIAFUNCTION": "f"}


class Service:
    """What was carried out, what was answered, who was killed; every call is one of `key` to `service`."""

    def __init__(self, **faults: Any) -> None:
        self.carried_out: list[str] = []
        self.answers: list[int] = []
        self.bodies: list[bytes] = []
        self.killed: list[str] = []
        self.injector = Injector()
        assert self.injector.begin(Faults(7, **faults))
        self.application = with_faults(self.inner, self.injector, FUNCTIONS.get, self.killed.append)

    async def inner(self, scope: Any, _receive: Any, send: Any) -> None:
        self.carried_out.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    def call(self, key: str = "ASIAFUNCTION", service: str = "dynamodb", operation: str = "PutItem") -> None:
        signed = f"AWS4-HMAC-SHA256 Credential={key}/20261127/us-east-1/{service}/aws4_request, SignedHeaders=host"
        target = f"DynamoDB_20120810.{operation}"
        headers = [(b"Authorization", signed.encode()), (b"X-Amz-Target", target.encode())]
        scope = {"type": "http", "path": f"/{operation}", "headers": headers}
        asyncio.run(self.called(scope))

    async def called(self, scope: dict[str, Any]) -> None:
        await self.application(scope, self.receive, self.send)

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.answers.append(message["status"])
        else:
            self.bodies.append(message["body"])


@pytest.mark.parametrize(("service", "status"), [("dynamodb", 400), ("sns", 400), ("s3", 503)])
def test_a_throttled_call_is_not_carried_out(service: str, status: int) -> None:
    stack = Service(throttle={service: 1.0})
    stack.call(service=service)
    assert (stack.carried_out, stack.answers) == ([], [status])


@pytest.mark.parametrize("service", ["dynamodb", "sns", "s3"])
def test_a_lost_answer_is_that_of_a_call_that_was_carried_out(service: str) -> None:
    stack = Service(lost_answer={service: 1.0})
    stack.call(service=service)
    assert (stack.carried_out, stack.answers) == (["/PutItem"], [500])
    assert b"done" not in stack.bodies


@pytest.mark.parametrize("service", ["dynamodb", "sns", "s3"])
def test_a_service_that_is_away_carries_nothing_out(service: str) -> None:
    stack = Service(outage={service: Outage(calls=1)})
    stack.call(service=service)
    stack.call(service=service)
    assert (stack.carried_out, stack.answers) == (["/PutItem"], [503, 200])


@pytest.mark.parametrize("key", ["LKIAROOT", "AKIASOMEBODY", "ASIASOMEBODY"])
def test_only_functions_meet_faults(key: str) -> None:
    stack = Service(throttle={"dynamodb": 1.0})
    stack.call(key)
    assert (stack.carried_out, stack.answers, stack.bodies) == (["/PutItem"], [200], [b"done"])


def test_what_is_not_signed_passes() -> None:
    stack = Service(throttle={"dynamodb": 1.0})
    asyncio.run(stack.called({"type": "http", "path": "/", "headers": []}))
    assert stack.answers == [200]


def test_a_kill_is_of_the_calls_own_function() -> None:
    stack = Service(crashes={"f": 1})
    stack.injector.invoked("f", 1)
    while not stack.killed:
        stack.call()
    assert stack.killed == ["f"]
    assert stack.answers[-1] == 500
    assert dict(stack.injector.injected(is_busy=False).counts) == {"crash": 1}
