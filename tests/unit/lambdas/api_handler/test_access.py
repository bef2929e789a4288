from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.api_handler.access import KEPT_SECONDS, TokenAccess
from lambdas.shared.errors import RequestError

TOKEN = "Zq3" * 14 + "x"


@dataclass
class Kept:
    """A secret that counts how often it was read, and a clock."""

    value: str = TOKEN
    reads: int = 0
    now: float = 1_000.0

    def refresh(self) -> str:
        self.reads += 1
        return self.value


def access(kept: Kept) -> TokenAccess:
    return TokenAccess(kept, lambda: kept.now)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_bearer_passes(scheme: str) -> None:
    access(Kept()).require(f"{scheme} {TOKEN}")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Bearer,{TOKEN}"],
)
def test_nobody_else_does_and_all_are_told_the_same(header: str) -> None:
    with pytest.raises(RequestError) as caught:
        access(Kept()).require(header)
    found = caught.value
    assert (found.status, found.code, str(found)) == (401, "unauthorized", "this needs the API's token")
    assert found.headers == {"www-authenticate": "Bearer"}


@given(st.text())
def test_whatever_a_header_holds_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises(RequestError):
        access(Kept()).require(f"Bearer {text}")
    with pytest.raises(RequestError):
        access(Kept()).require("Bearer \ud800")


def test_the_token_is_read_once_and_again_after_a_while() -> None:
    kept = Kept()
    checked = access(kept)
    for _ in range(3):
        checked.require(f"Bearer {TOKEN}")
    assert kept.reads == 1
    kept.value = "another"
    kept.now += KEPT_SECONDS - 0.1
    checked.require(f"Bearer {TOKEN}")
    kept.now += 0.1
    with pytest.raises(RequestError):
        checked.require(f"Bearer {TOKEN}")
    checked.require("Bearer another")
    assert kept.reads == 2


def test_wrong_tokens_do_not_read_it_again() -> None:
    kept = Kept()
    checked = access(kept)
    for _ in range(3):
        with pytest.raises(RequestError):
            checked.require("Bearer wrong")
    assert kept.reads == 1
