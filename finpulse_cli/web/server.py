"""The dashboard's server on 127.0.0.1."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.web.site import NAME, Request, Site


class DashboardServer(LoopbackServer):
    """Serves a site on loopback; OSError where the port is taken. Port 0 takes a free one, see `server_port`."""

    def __init__(self, port: int, site: Site) -> None:
        self.site = site
        super().__init__(port, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Carries requests to the site and its answers back, on connections that stay open."""

    server: DashboardServer
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds that an idle connection is kept

    def do_GET(self) -> None:
        """Answer a request; a HEAD gets everything but the body."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.site.answer(Request(self.command, self.path, headers))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.command not in ("GET", "HEAD"):
            self.send_header("Connection", "close")  # its body was not read, and would be taken for the next request
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - the parent class calls them so

    def version_string(self) -> str:
        """The server's name, without the versions that the parent class tells everybody."""
        return NAME

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent names it
        """Nothing: a dashboard that stays open all day would fill the log."""
