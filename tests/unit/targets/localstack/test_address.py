"""Where LocalStack is looked for."""

from __future__ import annotations

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.targets.localstack.address import is_here, localstack_url, port_of


def test_unless_named_it_is_the_usual_address() -> None:
    assert localstack_url(None) == "http://127.0.0.1:4566"


@pytest.mark.parametrize(
    ("named", "url"),
    [
        ("http://127.0.0.1:4666", "http://127.0.0.1:4666"),
        ("http://127.0.0.1:4666/", "http://127.0.0.1:4666"),
        ("HTTPS://localhost.localstack.cloud:4566", "https://localhost.localstack.cloud:4566"),
        ("http://[::1]:4566", "http://[::1]:4566"),
        ("http://proxy.test/localstack/", "http://proxy.test/localstack"),
    ],
)
def test_a_named_one_is_taken_without_its_last_slash(named: str, url: str) -> None:
    assert localstack_url(named) == url


@pytest.mark.parametrize(
    "named",
    [
        "localhost:4566",
        "4566",
        "ftp://127.0.0.1:4566",
        "http://",
        "http://:4566",
        "http://user:pass@127.0.0.1:4566",
        "http://:pass@127.0.0.1:4566",
        "http://127.0.0.1:4566?x=1",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://127.0.0.1:port",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_a_usage_error_with_an_example(named: str) -> None:
    with pytest.raises(UsageError, match="FINPULSE_LOCALSTACK_URL is no address") as caught:
        localstack_url(named)

    assert "FINPULSE_LOCALSTACK_URL=http://127.0.0.1:4566" in (caught.value.next_action or "")


@pytest.mark.parametrize(
    "named",
    [
        "https://amazonaws.com",
        "https://kinesis.us-east-1.amazonaws.com",
        "https://kinesis.us-east-1.AMAZONAWS.com.",
        "https://kinesis.cn-north-1.amazonaws.com.cn",
        "https://lambda.us-east-1.api.aws",
    ],
)
def test_aws_is_never_taken_for_a_localstack(named: str) -> None:
    with pytest.raises(UsageError, match="names AWS") as caught:
        localstack_url(named)

    assert "finpulse up --aws" in (caught.value.next_action or "")


def test_a_name_that_only_ends_like_aws_is_another_host() -> None:
    assert localstack_url("http://notamazonaws.com:4566") == "http://notamazonaws.com:4566"


@pytest.mark.parametrize(
    ("url", "port"), [("http://127.0.0.1:4666", 4666), ("http://localstack.test", 80), ("https://localstack.test", 443)]
)
def test_the_port_is_the_named_or_the_schemes_own(url: str, port: int) -> None:
    assert port_of(url) == port


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST", "[::1]", "localhost.localstack.cloud"])
def test_this_machines_addresses_are_here(host: str) -> None:
    assert is_here(f"http://{host}:4566")


@pytest.mark.parametrize("host", ["localstack.test", "192.168.0.7", "localhost.test"])
def test_any_other_is_not(host: str) -> None:
    assert not is_here(f"http://{host}:4566")
