"""Which origins the API lets in."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.web.origins import merged_origins, require_let_in

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = ["http://127.0.0.1:4568", "http://localhost:4568"]


class _Gateway(BaseHTTPRequestHandler):
    """Answers preflights as an API Gateway that lets http://127.0.0.1:4568 in."""

    def do_OPTIONS(self) -> None:
        """CORS headers for the one origin, none for others."""
        self.send_response(204)
        if self.path == "/stats" and self.headers["Origin"] == OWN[0]:
            self.send_header("Access-Control-Allow-Origin", OWN[0])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent names it
        """Nothing."""


@pytest.fixture
def api_url() -> Iterator[str]:
    """Address of such a gateway."""
    server = HTTPServer(("127.0.0.1", 0), _Gateway)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    with server:
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_users_origins_come_on_top_of_the_dashboards() -> None:
    assert merged_origins(4568, {}) == OWN
    assert merged_origins(4568, {"TF_VAR_cors_origins": " "}) == OWN
    user = {"TF_VAR_cors_origins": '["https://prices.example.com", "http://localhost:4568"]'}
    assert merged_origins(4568, user) == [*OWN, "https://prices.example.com"]


@pytest.mark.parametrize("text", ["http://localhost", '{"a": 1}', "[1]", "[,]"])
def test_a_variable_that_is_no_list_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="TF_VAR_cors_origins"):
        merged_origins(4568, {"TF_VAR_cors_origins": text})


def test_a_port_that_the_api_lets_in_is_fine(api_url: str) -> None:
    require_let_in(api_url, 4568)


def test_another_port_says_how_to_let_it_in(api_url: str) -> None:
    with pytest.raises(FailedError, match="4570") as caught:
        require_let_in(api_url, 4570)

    next_action = caught.value.next_action or ""
    assert """TF_VAR_cors_origins='["http://127.0.0.1:4570", "http://localhost:4570"]' finpulse up""" in next_action


def test_an_api_that_does_not_answer_is_told() -> None:
    with pytest.raises(FailedError, match="does not answer"):
        require_let_in("http://127.0.0.1:1", 4568)
