"""As much of LocalStack as `finpulse` asks before it probes: what it is, and parameters; nothing else is there.

Also a program, for what starts it in the background: `python -m tests.doubles.fake_localstack PORT`.
"""

from __future__ import annotations

import json
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INFO: dict[str, object] = {
    "version": "4.14.0:abcdef",
    "edition": "community",
    "session_id": "first",
    "is_docker": False,
}
# LocalEmu 1.3.2, word for word: no edition, no id, nothing about Docker
LOCALEMU_INFO: dict[str, object] = {"version": "1.3.2", "server_time_utc": "2026-11-27T22:37:26", "uptime": 11}
Answer = tuple[int, dict[str, object]]


@dataclass
class FakeLocalStack:
    """What it tells about itself, and the SSM parameters it holds. `is_ministack`: it is another emulator.

    `info_page` is where it tells about itself: a fork has its own, and other `pages`. Paths in `unanswered` get no
    answer for as long as it runs.
    """

    port: int
    info: dict[str, object] | list[object] = field(default_factory=lambda: dict(INFO))
    parameters: dict[str, str] = field(default_factory=dict)
    is_ministack: bool = False
    info_page: str = "/_localstack/info"
    pages: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def become_localemu(self, lambda_docker: bool = False) -> None:
        """Tell what LocalEmu tells, where it does."""
        self.info_page, self.info = "/_localemu/info", dict(LOCALEMU_INFO)
        self.pages["/_localemu/api/overview"] = {"features": {"lambda_docker": lambda_docker}, "services": {}}

    def restart(self, session: str = "second") -> None:
        """As after a restart: another session, and everything is gone."""
        assert isinstance(self.info, dict)
        self.info["session_id"] = session
        self.parameters.clear()

    def page(self, path: str) -> tuple[int, object]:
        """The answer to a GET."""
        self.asked.append(path)
        if path in self.unanswered:
            self.ended.wait()
        if path == self.info_page:
            return 200, self.info
        if path in self.pages:
            return 200, self.pages[path]
        return (200 if self.is_ministack and path == "/_ministack/health" else 404), {}

    def call(self, operation: str, fields: dict[str, str]) -> Answer:
        """The answer to a request of an AWS SDK."""
        name = fields.get("Name", "")
        if operation == "AmazonSSM.PutParameter":
            self.parameters[name] = fields["Value"]
            return 200, {"Version": 1}
        if operation not in ("AmazonSSM.GetParameter", "AmazonSSM.DeleteParameter"):
            return 501, {"__type": "InternalFailure", "message": "not yet implemented"}
        if name not in self.parameters:
            return 400, {"__type": "ParameterNotFound"}
        if operation == "AmazonSSM.DeleteParameter":
            del self.parameters[name]
            return 200, {}
        return 200, {"Parameter": {"Name": name, "Value": self.parameters[name]}}


class _Handler(BaseHTTPRequestHandler):
    fake: FakeLocalStack

    def do_GET(self) -> None:
        """Answer a page."""
        self._answer(*self.fake.page(self.path))

    def do_POST(self) -> None:
        """Answer an AWS SDK."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation = self.headers.get("X-Amz-Target", "")
        self._answer(*self.fake.call(operation, json.loads(body) if operation else {}))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def _answer(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def localstack(port: int = 0) -> Iterator[FakeLocalStack]:
    """A fake LocalStack on loopback for the length of the block; 0 takes any port."""
    handler = type("Handler", (_Handler,), {})
    with _Server(("127.0.0.1", port), handler) as server:
        fake = FakeLocalStack(server.server_port)
        handler.fake = fake  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            fake.ended.set()
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    with localstack(int(sys.argv[1])):
        threading.Event().wait()
