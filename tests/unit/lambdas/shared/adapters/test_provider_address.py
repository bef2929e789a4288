"""Where a key may be sent."""

from __future__ import annotations

import pytest

from lambdas.shared.adapters.provider.address import endpoint, with_parameters
from lambdas.shared.errors import SettingsError


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://www.alphavantage.co", "https://www.alphavantage.co/query"),
        ("https://www.alphavantage.co/", "https://www.alphavantage.co/query"),
        (" https://www.alphavantage.co/query ", "https://www.alphavantage.co/query"),
        ("https://gateway.example/alpha/", "https://gateway.example/alpha/query"),
        ("http://127.0.0.1:4567", "http://127.0.0.1:4567/query"),
        ("http://localhost:4567", "http://localhost:4567/query"),
        ("http://[::1]:4567", "http://[::1]:4567/query"),
    ],
)
def test_an_address_gets_the_one_path(base: str, address: str) -> None:
    assert endpoint(base, "/query", "ALPHA_VANTAGE_URL") == address


@pytest.mark.parametrize(
    "base",
    [
        "http://www.alphavantage.co",
        "http://10.0.0.7:4567",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "ftp://www.alphavantage.co",
        "file:///etc/passwd",
        "www.alphavantage.co",
        "https://",
        "https://user:secret@www.alphavantage.co",
        "https://www.alphavantage.co/?apikey=1",
        "https://www.alphavantage.co/#x",
        "https://www.alphavantage.co:port",
        "https://www.alphavantage.co:0",
        "http://[::1",
        "",
    ],
)
def test_a_key_is_only_sent_encrypted_or_to_this_machine(base: str) -> None:
    with pytest.raises(SettingsError, match="ALPHA_VANTAGE_URL must be like"):
        endpoint(base, "/query", "ALPHA_VANTAGE_URL")


def test_parameters_are_escaped_but_for_commas() -> None:
    address = with_parameters("https://host/query", symbol="AAPL,BRK.B", apikey="a b&c")
    assert address == "https://host/query?symbol=AAPL,BRK.B&apikey=a+b%26c"
