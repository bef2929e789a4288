"""The HTTP edge, against a real server on the loopback address."""

from __future__ import annotations

import socket
from itertools import count

import pytest

from lambdas.shared.adapters.provider.transport import MAX_ANSWER_BYTES, HttpTransport
from lambdas.shared.errors import (
    AnswerCutShortError,
    KeyRejectedError,
    PremiumOnlyError,
    ProviderFailedError,
    ProviderTimeoutError,
    ProviderUnreachableError,
    QuoteError,
    QuoteThrottledError,
    QuoteUnreadableError,
    UnexpectedStatusError,
)
from tests.unit.lambdas.data_ingester.loopback import Reply, serving


def test_a_body_comes_back_as_it_was_sent() -> None:
    with serving(lambda _: Reply('{"a": "é"}')) as server:
        assert HttpTransport("Alpha Vantage").get(f"{server.url}/query?x=1") == '{"a": "é"}'.encode()
    (request,) = server.requests
    assert (request.method, request.path) == ("GET", "/query?x=1")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, QuoteThrottledError),
        (401, KeyRejectedError),
        (403, PremiumOnlyError),
        (404, UnexpectedStatusError),
        (408, ProviderTimeoutError),
        (418, UnexpectedStatusError),
        (500, ProviderFailedError),
        (503, ProviderFailedError),
    ],
)
def test_a_status_other_than_200_is_an_error_of_its_kind(status: int, kind: type[QuoteError]) -> None:
    with serving(lambda _: Reply("{}", status)) as server, pytest.raises(QuoteError, match=str(status)) as caught:
        HttpTransport("Alpha Vantage").get(server.url)
    assert type(caught.value) is kind


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with serving(lambda _: Reply("{}")) as other:
        headers = {"Location": f"{other.url}/query?apikey=1"}
        with serving(lambda _: Reply("", status, headers)) as server, pytest.raises(UnexpectedStatusError, match="30"):
            HttpTransport("Alpha Vantage").get(server.url)
    assert other.requests == []


def test_an_endless_answer_is_cut_off() -> None:
    with (
        serving(lambda _: Reply(b" " * (MAX_ANSWER_BYTES + 1))) as server,
        pytest.raises(QuoteUnreadableError, match="larger than"),
    ):
        HttpTransport("Alpha Vantage").get(server.url)


def test_an_answer_of_exactly_the_limit_is_taken() -> None:
    with serving(lambda _: Reply(b" " * MAX_ANSWER_BYTES)) as server:
        assert len(HttpTransport("Alpha Vantage").get(server.url)) == MAX_ANSWER_BYTES


def test_an_answer_that_dribbles_in_is_given_up() -> None:
    clock = count(step=6)  # six seconds pass between two looks at it
    with (
        serving(lambda _: Reply(b" " * 1_000_000)) as server,
        pytest.raises(ProviderTimeoutError, match="took too long"),
    ):
        HttpTransport("Alpha Vantage", answer_seconds=10, monotonic=lambda: float(next(clock))).get(server.url)


def test_a_server_that_never_answers_is_given_up() -> None:
    with (
        serving(lambda _: Reply(silent=True)) as server,
        pytest.raises(ProviderTimeoutError, match=r"Alpha Vantage did not answer within 0\.05 s"),
    ):
        HttpTransport("Alpha Vantage", socket_seconds=0.05).get(server.url)


def test_an_answer_that_ends_before_its_end_is_told_from_a_whole_one() -> None:
    with (
        serving(lambda _: Reply(b'{"a": 1}', cut=True)) as server,
        pytest.raises(AnswerCutShortError, match="ended 1 bytes before its end"),
    ):
        HttpTransport("Alpha Vantage").get(server.url)


def test_a_call_s_own_headers_are_sent_beside_the_others() -> None:
    with serving(lambda _: Reply("{}")) as server:
        HttpTransport("Alpha Vantage").get(server.url, {"X-Key": "k1"})
    (request,) = server.requests
    assert (request.headers["X-Key"], request.headers["User-Agent"]) == ("k1", "finpulse")


def test_a_port_where_nobody_listens_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(ProviderUnreachableError, match=r"could not be reached \(ConnectionRefusedError\)"):
        HttpTransport("Alpha Vantage").get(f"http://127.0.0.1:{port}/query")


def test_plain_http_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: Reply("proxied")) as proxy, serving(lambda _: Reply("direct")) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert HttpTransport("Alpha Vantage").get(server.url) == b"direct"
    assert proxy.requests == []
