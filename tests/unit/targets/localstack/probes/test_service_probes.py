"""Whether a service is there: it is asked, and what it answers counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.localstack.probes.service_probes import answers, enforces_iam, has_http_api
from tests.unit.targets.localstack.probes.fakes import refusal, refuses

ACCESS = Access("http://127.0.0.1:1", "us-east-1", "test", "test")


def goes_through() -> dict[str, object]:
    """A call to a service that is there."""
    return {}


def breaks_off() -> None:
    """A call that gets no answer at all."""
    raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")


def has_a_fault() -> None:
    """A call that the CLI itself makes wrong."""
    raise KeyError


def test_a_service_answers_when_a_call_goes_through() -> None:
    assert answers(goes_through)
    assert not answers(refuses)
    assert not answers(breaks_off)


def test_a_fault_of_our_own_is_not_taken_for_a_missing_service() -> None:
    with pytest.raises(KeyError):
        answers(has_a_fault)


@pytest.mark.parametrize(("call", "there"), [(goes_through, True), (refuses, False)])
def test_the_http_api_is_there_when_apis_can_be_listed(call: Any, there: bool) -> None:
    clients: Any = SimpleNamespace(apigateway=SimpleNamespace(get_apis=call))

    assert has_http_api(clients) is there


def refused_with(code: str) -> Any:
    """A call that ends in this error."""

    def call() -> None:
        raise refusal("ListStreams", code)

    return call


@dataclass
class FakeUsers:
    """IAM users and their keys."""

    users: dict[str, list[str]] = field(default_factory=dict)

    def create_user(self, **arguments: Any) -> None:
        """Make one."""
        self.users[arguments["UserName"]] = []

    def create_access_key(self, **arguments: Any) -> dict[str, Any]:
        """Give it a key."""
        self.users[arguments["UserName"]].append("AKIA")
        return {"AccessKey": {"AccessKeyId": "AKIA", "SecretAccessKey": "s"}}

    def list_access_keys(self, **arguments: Any) -> dict[str, Any]:
        """Its keys, while it is there."""
        if arguments["UserName"] not in self.users:
            raise refusal("ListAccessKeys", "NoSuchEntity")
        return {"AccessKeyMetadata": [{"AccessKeyId": key} for key in self.users[arguments["UserName"]]]}

    def delete_access_key(self, **arguments: Any) -> None:
        """Take one away."""
        self.users[arguments["UserName"]].remove(arguments["AccessKeyId"])

    def delete_user(self, **arguments: Any) -> None:
        """Remove it; one with a key stays."""
        assert not self.users[arguments["UserName"]]
        del self.users[arguments["UserName"]]


def asked(users: FakeUsers, list_streams: Any, monkeypatch: pytest.MonkeyPatch) -> bool:
    """What the probe finds where a user without policies is answered so."""
    powerless = SimpleNamespace(kinesis=SimpleNamespace(list_streams=list_streams))
    monkeypatch.setattr(Clients, "of", lambda _access: powerless)
    clients: Any = SimpleNamespace(iam=users)
    return enforces_iam(clients, ACCESS)


@pytest.mark.parametrize(
    ("call", "enforced"),
    [
        (goes_through, False),
        (refused_with("AccessDeniedException"), True),
        (refused_with("AccessDenied"), True),
    ],
)
def test_policies_are_enforced_where_a_user_without_any_is_refused(
    call: Any, enforced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = FakeUsers()

    assert asked(users, call, monkeypatch) is enforced
    assert users.users == {}


def test_a_broken_service_is_not_taken_for_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    users = FakeUsers()

    with pytest.raises(FailedError, match="its Kinesis is broken: not yet implemented"):
        asked(users, refused_with("InternalError"), monkeypatch)
    assert users.users == {}
