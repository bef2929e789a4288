"""The emulator's credentials: one root key that nobody can guess, and sessions that rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.aws.clients import Key, emulator_clients

if TYPE_CHECKING:
    from tests.emulator import Emulator

REFUSED = (400, 403)
QUERY = {"Action": "ListUsers", "Version": "2010-05-08"}


def authorization(key: str) -> dict[str, str]:
    signed = f"Credential={key}/20261127/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0"
    return {"Authorization": f"AWS4-HMAC-SHA256 {signed}"}


@pytest.mark.parametrize("key", ["AKIA0000000000000000", "000000000000", "LKIAAAAAAAAAAAAAAAAA"])
def test_no_other_key_is_roots(emulator: Emulator, key: str) -> None:
    answer = requests.get(emulator.endpoint, QUERY, headers=authorization(key), timeout=30)
    assert answer.status_code in REFUSED
    with pytest.raises(Exception, match="token included in the request is invalid"):
        emulator_clients(emulator.endpoint, Key(key, "test")).iam.list_users()


def test_without_a_key_nothing_is_told(emulator: Emulator) -> None:
    for path, query in (("/", QUERY), ("/", {}), ("/bucket/key", {})):
        answer = requests.get(emulator.endpoint + path, query, timeout=30)
        assert answer.status_code in (*REFUSED, 404)


def test_a_page_reaches_nothing(emulator: Emulator) -> None:
    for path in ("/_ministack/reset", "/_ministack/health", "/"):
        answer = requests.post(emulator.endpoint + path, headers={"Origin": "https://example.com"}, timeout=30)
        assert answer.status_code == 403
