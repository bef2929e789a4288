from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from lambdas.shared.adapters.assumed_role import session_as

ROLE = "arn:aws:iam::000000000000:role/query"


class Sts:
    """Hands out credentials that are valid for `minutes`."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        self.asked: list[dict[str, str]] = []

    def assume_role(self, **arguments: str) -> dict[str, Any]:
        self.asked.append(arguments)
        return {
            "Credentials": {
                "AccessKeyId": f"key-{len(self.asked)}",
                "SecretAccessKey": "secret",
                "SessionToken": "token",
                "Expiration": datetime.now(UTC) + timedelta(minutes=self.minutes),
            }
        }


def keys(sts: Sts, times: int) -> list[str]:
    given: Any = SimpleNamespace(sts=lambda: sts)
    credentials = session_as(ROLE, "api", given.sts).get_credentials()
    assert credentials is not None
    assert sts.asked == []
    return [str(credentials.get_frozen_credentials().access_key) for _ in range(times)]


def test_the_role_is_assumed_when_first_needed_and_kept() -> None:
    sts = Sts(minutes=60)
    assert keys(sts, 3) == ["key-1"] * 3
    assert sts.asked == [{"RoleArn": ROLE, "RoleSessionName": "api"}]


def test_it_is_assumed_again_before_the_credentials_expire() -> None:
    assert keys(Sts(minutes=5), 2) == ["key-1", "key-2"]
