"""The gateway on 127.0.0.1."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.standins.api_gateway.answer import WITHOUT_BODY, HttpAnswer, gateway_answer
from finpulse_cli.standins.api_gateway.body import RefusedBodyError, read_body
from finpulse_cli.standins.api_gateway.gateway import MAX_BODY_BYTES, Gateway
from finpulse_cli.standins.api_gateway.request import HttpRequest


class GatewayServer(LoopbackServer):
    """Serves a gateway on loopback; OSError where the port is taken. Port 0 takes a free one, see `server_port`."""

    def __init__(self, port: int, gateway: Gateway) -> None:
        self.gateway = gateway
        super().__init__(port, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Carries requests to the gateway and its answers back, on connections that stay open."""

    server: GatewayServer
    protocol_version = default_request_version = "HTTP/1.1"  # nobody speaks the 0.9 that the parent class assumes
    timeout = 60  # seconds that an idle connection is kept
    wbufsize = -1  # headers and body in one piece: a second small packet would wait for the first one's receipt

    def do_GET(self) -> None:
        """Answer a request of any method."""
        try:
            body = read_body(self.headers, self.rfile, MAX_BODY_BYTES)
        except RefusedBodyError as error:
            self.close_connection = True  # what is left of the body would be taken for the next request
            self._send(gateway_answer(error.status))
            return
        self._send(self.server.gateway.answer(self._request(body)))

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_GET  # noqa: N815 - the parent class calls them so

    def handle_expect_100(self) -> bool:
        """Tell a client that waits for it to send its body; what is written so far would lie in the buffer."""
        goes_on = super().handle_expect_100()
        self.wfile.flush()
        return goes_on

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Refuse what the parent class cannot read, in API Gateway's words instead of a page of HTML."""
        self.close_connection = True
        self._send(gateway_answer(code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent names it
        """Nothing: the function logs its requests, the gateway what goes wrong."""

    def _request(self, body: bytes) -> HttpRequest:
        return HttpRequest(
            method=self.command,
            target=self.path,
            headers=tuple(self.headers.items()),
            body=body,
            source_ip=str(self.client_address[0]),
            port=self.server.server_port,
        )

    def _send(self, answer: HttpAnswer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Date", self.date_time_string())
        for name, text in answer.headers:
            self.send_header(name, text)
        if answer.status not in WITHOUT_BODY:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status not in WITHOUT_BODY:
            self.wfile.write(answer.body)
