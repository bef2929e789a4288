"""Key, call and parse together, on fakes of the secret and the transport."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient
from lambdas.shared.adapters.alpha_vantage.envelope import require_answer
from lambdas.shared.adapters.provider.pace import Pace
from lambdas.shared.errors import DependencyError, KeyRejectedError, QuoteRejectedError, QuoteThrottledError
from tests.unit.lambdas.data_ingester.replies import BAD_CALL, BAD_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping


class FakeSecret:
    """Hands out `keys` one after the other; an exception among them is raised."""

    def __init__(self, *keys: str | Exception) -> None:
        self._keys = list(keys)
        self.reads = 0
        self._kept: str | None = None

    def value(self) -> str:
        return self._kept or self.refresh()

    def refresh(self) -> str:
        key = self._keys[min(self.reads, len(self._keys) - 1)]
        self.reads += 1
        if isinstance(key, Exception):
            raise key
        self._kept = key
        return key


class FakeTransport:
    """Answers by key and notes the parameters of each call."""

    def __init__(self, answers: Mapping[str, dict[str, object]]) -> None:
        self._answers = answers
        self.calls: list[dict[str, str]] = []

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> bytes:  # noqa: ARG002
        call = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.calls.append(call)
        return json.dumps(self._answers[call["apikey"]]).encode()


def passed(body: Mapping[str, object]) -> str:
    """A parser that knows error replies and otherwise returns the member `say`."""
    require_answer(body)
    return str(body["say"])


def client(secret: FakeSecret, transport: FakeTransport) -> AlphaVantageClient:
    return AlphaVantageClient("https://host/query", secret, transport, Pace(1.0, lambda: 0.0, lambda _: None))


def test_a_call_carries_its_parameters_and_the_key() -> None:
    transport = FakeTransport({"k1": {"say": "hello"}})
    assert client(FakeSecret("k1"), transport).ask(passed, function="F", symbol="AAPL") == "hello"
    assert transport.calls == [{"function": "F", "symbol": "AAPL", "apikey": "k1"}]


def test_the_key_is_fetched_once_for_many_calls() -> None:
    secret = FakeSecret("k1")
    asking = client(secret, FakeTransport({"k1": {"say": "hello"}}))
    asking.ask(passed)
    asking.ask(passed)
    assert secret.reads == 1


def test_a_key_replaced_in_its_store_is_used_after_the_old_one_is_refused() -> None:
    transport = FakeTransport({"old": {"Error Message": BAD_KEY}, "new": {"say": "hello"}})
    asking = client(FakeSecret("old", "new"), transport)
    assert asking.ask(passed) == "hello"
    assert asking.ask(passed) == "hello"
    assert [call["apikey"] for call in transport.calls] == ["old", "new", "new"]


def test_a_refused_key_that_is_still_the_same_is_not_tried_again() -> None:
    transport = FakeTransport({"old": {"Error Message": BAD_KEY}})
    with pytest.raises(KeyRejectedError):
        client(FakeSecret("old"), transport).ask(passed)
    assert len(transport.calls) == 1


def test_a_store_that_is_away_does_not_hide_the_refusal() -> None:
    secret = FakeSecret("old", DependencyError("SSM is away"))
    with pytest.raises(KeyRejectedError):
        client(secret, FakeTransport({"old": {"Error Message": BAD_KEY}})).ask(passed)


def test_a_new_key_that_is_refused_too_is_the_end() -> None:
    transport = FakeTransport({"old": {"Error Message": BAD_KEY}, "new": {"Error Message": BAD_KEY}})
    with pytest.raises(KeyRejectedError):
        client(FakeSecret("old", "new"), transport).ask(passed)
    assert len(transport.calls) == 2


def test_other_refusals_do_not_touch_the_key() -> None:
    secret = FakeSecret("k1")
    with pytest.raises(QuoteRejectedError):
        client(secret, FakeTransport({"k1": {"Error Message": BAD_CALL}})).ask(passed)
    assert secret.reads == 1


def test_without_a_key_nothing_is_asked() -> None:
    transport = FakeTransport({})
    with pytest.raises(DependencyError, match="SSM is away"):
        client(FakeSecret(DependencyError("SSM is away")), transport).ask(passed)
    assert transport.calls == []


def test_the_providers_words_come_without_the_key() -> None:
    transport = FakeTransport({"k1k1k1": {"Note": "slow down, k1k1k1"}})
    with pytest.raises(QuoteThrottledError, match=r"slow down, \[key\]"):
        client(FakeSecret("k1k1k1"), transport).ask(passed)


def test_every_call_waits_for_its_turn() -> None:
    slept: list[float] = []
    transport = FakeTransport({"old": {"Error Message": BAD_KEY}, "new": {"say": "hello"}})
    pace = Pace(1.0, lambda: 0.0, slept.append)
    AlphaVantageClient("https://host/query", FakeSecret("old", "new"), transport, pace).ask(passed)
    assert slept == [1.0]
