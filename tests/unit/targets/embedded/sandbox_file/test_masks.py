"""Ports, paths and secrets do not leave the sandbox, and everything else does to the letter."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from finpulse_cli.targets.embedded.sandbox_file.masks import Masks, require_known_tokens, without_secrets
from finpulse_cli.targets.embedded.snapshot.tokens import Values

ROOT = "LKIAABCDEFGHIJKLMNOP"
TOKEN, ID, KEY = "t" * 43, "0123456789abcdef0123456789abcdef", "a-real-key-of-alpha-vantage"
FINNHUB_KEY = "a-real-key-of-finnhub"
HOME = Path("/home/somebody/embedded/lambdas")
MAIL_TOKEN = "ab" * 112


def parameter(name: str, value: str, kind: str) -> dict[str, Any]:
    encoded = base64.b64encode(value.encode()).decode()
    told = f"ENCRYPTED:{encoded}" if kind == "SecureString" else value
    return {"Name": name, "Type": kind, "OriginalValue": value, "Value": told}


SSM = {
    "payload": {
        "parameters": {
            "data": {
                "a": parameter("/finpulse/alpha-vantage-key", KEY, "SecureString"),
                "b": parameter("/finpulse/instance", ID, "String"),
                "c": parameter("/finpulse/query-token", TOKEN, "SecureString"),
                "d": parameter("/own", "1", "SecureString"),
                "e": parameter("/plain", "2", "String"),
                "f": parameter("/finpulse/finnhub-key", FINNHUB_KEY, "SecureString"),
            }
        },
        "parameter_history": {"data": {"a": [parameter("/finpulse/alpha-vantage-key", "older-key", "SecureString")]}},
    }
}


def masks() -> Masks:
    return Masks(SSM, ROOT, HOME, 4566)


def filled(text: str) -> str:
    """The text in another sandbox."""
    values = Values(5000, {"one": Path("/other/lambdas/one.zip")}, datetime(2026, 1, 1, tzinfo=UTC), "new-id")
    return values.fill(text)


def test_no_secret_of_the_stack_is_left_in_the_state_of_its_parameters() -> None:
    text = masks().masked(without_secrets("ssm", json.dumps(SSM)))

    for secret in (TOKEN, ID, KEY, FINNHUB_KEY, "older-key"):
        assert secret not in text
        assert base64.b64encode(secret.encode()).decode() not in text
    there = json.loads(filled(text))["payload"]["parameters"]["data"]
    assert there["a"]["OriginalValue"] == there["d"]["OriginalValue"] == "unset"
    assert there["b"]["Value"] == "new-id"
    assert len(there["c"]["OriginalValue"]) == 43
    assert base64.b64decode(there["c"]["Value"].removeprefix("ENCRYPTED:")).decode() == there["c"]["OriginalValue"]
    assert there["e"]["Value"] == "2"


@pytest.mark.parametrize("secret", [TOKEN, ID, KEY, ROOT, MAIL_TOKEN])
def test_no_secret_is_left_in_any_text(secret: str) -> None:
    assert secret not in masks().masked(f'a log with "{secret}" in it')


def test_access_keys_of_users_stay_out() -> None:
    state = {"payload": {"access_keys": {"data": {"AKIA": "secret"}}, "roles": {"data": {"one": 1}}}}

    assert json.loads(without_secrets("iam", json.dumps(state)))["payload"] == {
        "access_keys": {"data": {}},
        "roles": {"data": {"one": 1}},
    }


def test_ports_and_paths_become_those_of_where_it_is_loaded() -> None:
    text = f"http://localhost:4566/a http://127.0.0.1:4568 price 4566 localhost:45667 localhost:4569 {HOME}/one.zip"

    assert filled(masks().masked(text)) == (
        "http://localhost:5000/a http://127.0.0.1:5002 price 4566 localhost:45667 localhost:4569 /other/lambdas/one.zip"
    )


def test_tokens_in_mails_are_the_same_in_each_text_and_also_where_a_line_was_folded() -> None:
    one = masks()
    plain, folded = one.masked(f"Token={MAIL_TOKEN}&"), one.masked(f"Token=3D{MAIL_TOKEN[:60]}=\n{MAIL_TOKEN[60:]}&")

    assert plain == "Token=@{hex224 1}&"
    assert folded == "Token=3D@{hex224 1}&"


@pytest.mark.parametrize("text", ["@{port 0}", '"@{#epoch s}"', "@{", "@{literal}", "a@{@{b}}", "plain"])
def test_text_that_looks_like_a_token_comes_back_as_it_was(text: str) -> None:
    masked = masks().masked(text)

    require_known_tokens(masked)
    assert filled(masked) == text
