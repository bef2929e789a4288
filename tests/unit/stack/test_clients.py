"""Clients of a target know nothing of the user's AWS configuration."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from finpulse_cli.stack.clients import Access, Clients

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Emulator

ACCESS = Access("http://127.0.0.1:1", "us-east-1", "test", "test")
SERVICES = sorted(
    name
    for name, what in vars(Clients).items()
    if isinstance(what, cached_property) and name not in ("session", "_config")
)


def test_profile_keys_and_endpoint_of_the_environment_do_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("[default]\nregion = eu-north-1\nendpoint_url = http://elsewhere\n")
    for name, value in {
        "AWS_PROFILE": "does-not-exist",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL": "http://elsewhere",
        "AWS_CONFIG_FILE": str(config),
    }.items():
        monkeypatch.setenv(name, value)

    clients = Clients.of(ACCESS)
    credentials = clients.session.get_credentials()

    assert credentials is not None
    assert (credentials.access_key, credentials.secret_key, credentials.token) == ("test", "test", None)
    assert clients.kinesis.meta.endpoint_url == "http://127.0.0.1:1"
    assert clients.kinesis.meta.region_name == "us-east-1"


def test_a_proxy_does_not_see_calls_to_this_machine(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    clients = Clients.of(Access(emulator.endpoint, "us-east-1", "test", "test"))

    assert "StreamNames" in clients.kinesis.list_streams()


def test_every_client_is_made_once() -> None:
    clients = Clients.of(ACCESS)

    assert len(SERVICES) == 17
    for name in SERVICES:
        assert getattr(clients, name) is getattr(clients, name)


@pytest.mark.parametrize("name", SERVICES)
def test_aws_is_found_at_its_own_address_only(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile work]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:2\n")
    service = {"functions": "lambda", "apigateway": "apigatewayv2"}.get(name, name)
    variable = {"logs": "CLOUDWATCH_LOGS"}.get(name, service.upper())
    for key, value in {
        "AWS_CONFIG_FILE": str(config),
        "AWS_PROFILE": "work",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:3",
        f"AWS_ENDPOINT_URL_{variable}": "http://127.0.0.1:4",
    }.items():
        monkeypatch.setenv(key, value)
    plain: Any = boto3.Session().client(service)  # type: ignore[call-overload]
    assert plain.meta.endpoint_url == "http://127.0.0.1:4"

    clients = Clients(boto3.Session, None)

    assert getattr(clients, name).meta.endpoint_url.endswith(".amazonaws.com")
    assert clients.functions_once(1.0).meta.endpoint_url == "https://lambda.eu-west-1.amazonaws.com"
