"""What the dashboard's server answers, without a socket: a request in, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from requests.compat import unquote

from finpulse_cli.core.console import to_json
from finpulse_cli.core.errors import CliError
from finpulse_cli.web.files import File, find
from finpulse_cli.web.headers import security_headers
from finpulse_cli.web.health import HEALTH_PATH, NAME
from finpulse_cli.web.page_config import PageConfig

CONFIG_PATH = "/config.json"


@dataclass(frozen=True, slots=True)
class Request:
    """Method, target as it stands in the request line, and headers by their names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body. The body of a HEAD or a 304 is not sent, though its length may be told."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Site:
    """The built page in `dist`. `config` is asked for every answer: the stack may be recreated in the meantime."""

    dist: Path
    config: Callable[[], PageConfig]

    def answer(self, request: Request) -> Answer:
        """Answer any request; never raises for what a client sends."""
        config, problem = self._configured()
        answer = self._routed(request, config, problem)
        return Answer(answer.status, security_headers(config) | dict(answer.headers), answer.body)

    def _configured(self) -> tuple[PageConfig | None, CliError | None]:
        try:
            return self.config(), None
        except CliError as error:
            return None, error

    def _routed(self, request: Request, config: PageConfig | None, problem: CliError | None) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return _text(HTTPStatus.METHOD_NOT_ALLOWED, "there is nothing to change here", {"Allow": "GET, HEAD"})
        path = _path(request.target)
        if path == HEALTH_PATH:
            return _json(HTTPStatus.OK, {"status": "ok", "server": NAME})
        if path == CONFIG_PATH:
            return _config(config, problem)
        return self._file(path, request.headers)

    def _file(self, path: str, headers: Mapping[str, str]) -> Answer:
        file = find(self.dist, path)
        if file is None:
            return _text(HTTPStatus.NOT_FOUND, "there is no such file")
        return _sent(file, headers)


def _path(target: str) -> str:
    """Decode the path of a request target; one that cannot be read becomes a path that leads nowhere."""
    path = target.partition("?")[0]
    try:
        return unquote(path, errors="strict") if path.startswith("/") else "/."
    except ValueError:
        return "/."


def _config(config: PageConfig | None, problem: CliError | None) -> Answer:
    if config is not None:
        return _json(HTTPStatus.OK, config.as_json())
    words = [problem.message, problem.next_action] if problem else []
    error = {"error": ": ".join(filter(None, words)), "code": "not_provisioned"}
    return _json(HTTPStatus.SERVICE_UNAVAILABLE, error)


def _sent(file: File, headers: Mapping[str, str]) -> Answer:
    """Send the file, compressed if the client takes it; 304 if the client has it."""
    zipped = file.gzipped if file.gzipped is not None and _takes_gzip(headers.get("accept-encoding", "")) else None
    etag = f'"{file.digest}{"-gzip" if zipped is not None else ""}"'
    shared = {"Cache-Control": file.cache_control, "ETag": etag}
    if file.gzipped is not None:
        shared["Vary"] = "Accept-Encoding"
    if _has(headers.get("if-none-match", ""), etag):
        return Answer(HTTPStatus.NOT_MODIFIED, shared)
    shared["Content-Type"] = file.content_type
    if zipped is not None:
        return Answer(HTTPStatus.OK, shared | {"Content-Encoding": "gzip"}, zipped)
    return Answer(HTTPStatus.OK, shared, file.content)


def _takes_gzip(accept_encoding: str) -> bool:
    for offer in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in offer.split(";"))
        if coding == "gzip":
            return not any(
                parameter.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for parameter in parameters
            )
    return False


def _has(if_none_match: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or "*" in tags


def _json(status: HTTPStatus, value: Mapping[str, object]) -> Answer:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Answer(status, headers, (to_json(value) + "\n").encode())


def _text(status: HTTPStatus, words: str, more: Mapping[str, str] | None = None) -> Answer:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return Answer(status, headers | dict(more or {}), (words + "\n").encode())
