"""From an HTTP request to the event that Lambda gets: HTTP API, payload format 2.0.

Described in the page "Create AWS Lambda proxy integrations for HTTP APIs" of AWS's developer guide. What the guide
leaves open is as was seen on AWS; docs/decisions/gateway-and-ticker.md says where.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import QueryParams

from finpulse_cli.standins.api_gateway.request import HttpRequest, decoded
from finpulse_cli.standins.api_gateway.routes import DEFAULT, Match

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"}
)
_TEXT = frozenset({"application/json", "application/xml", "application/javascript"})


@dataclass(frozen=True, slots=True)
class Caller:
    """What the event says about the API rather than about the request. `now` is in UTC."""

    account: str
    api_id: str
    request_id: str
    trace_id: str
    now: datetime


def build_event(request: HttpRequest, match: Match, caller: Caller) -> dict[str, object]:
    """Build the event. As on AWS, what a request does not have (query, cookies, body ...) is left out, not null."""
    optional: dict[str, object] = {
        "cookies": _cookies(request),
        "queryStringParameters": _query(request.query),
        "pathParameters": dict(match.path_parameters),
    }
    return {
        "version": "2.0",
        "routeKey": match.route_key,
        "rawPath": decoded(request.path),
        "rawQueryString": request.query,
        **{name: value for name, value in optional.items() if value},
        "headers": _headers(request, caller.trace_id),
        "requestContext": _context(request, match, caller),
        **_body(request),
    }


def _context(request: HttpRequest, match: Match, caller: Caller) -> dict[str, object]:
    domain = request.header("host").partition(":")[0]
    return {
        "accountId": caller.account,
        "apiId": caller.api_id,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": decoded(request.path),
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent"),
        },
        "requestId": caller.request_id,
        "routeKey": match.route_key,
        "stage": DEFAULT,
        "time": _common_log_time(caller.now),
        "timeEpoch": int(caller.now.timestamp() * 1000),
    }


def _headers(request: HttpRequest, trace_id: str) -> dict[str, str]:
    """Return the headers by name in lower case, repeated ones joined by commas; cookies have their own field."""
    named: dict[str, list[str]] = {}
    for name, text in request.headers:
        named.setdefault(name.lower(), []).append(text)
    sent = {name: ",".join(texts) for name, texts in named.items() if name not in _HOP_BY_HOP and name != "cookie"}
    forwarded = [*named.get("x-forwarded-for", []), request.source_ip]
    return {"x-amzn-trace-id": trace_id} | sent | {
        "content-length": str(len(request.body)),
        "x-forwarded-for": ", ".join(forwarded),
        "x-forwarded-port": str(request.port),
        "x-forwarded-proto": "http",
    }  # fmt: skip


def _cookies(request: HttpRequest) -> list[str]:
    sent = (text for name, text in request.headers if name.lower() == "cookie")
    return [cookie.strip() for text in sent for cookie in text.split(";") if cookie.strip()]


def _query(query: str) -> dict[str, str]:
    """Return the decoded parameters, repeated ones joined by commas."""
    named: dict[str, list[str]] = {}
    for name, text in QueryParams(query).multi_items():
        named.setdefault(name, []).append(text)
    return {name: ",".join(texts) for name, texts in named.items()}


def _body(request: HttpRequest) -> dict[str, object]:
    """Return the body: few types go as text, the rest in base64: forms, and what has no type, too."""
    if not request.body:
        return {"isBase64Encoded": False}
    kind = request.header("content-type").partition(";")[0].strip().lower()
    if kind.startswith("text/") or kind in _TEXT:
        return {"body": request.body.decode("utf-8", errors="replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(request.body).decode("ascii"), "isBase64Encoded": True}


def _common_log_time(now: datetime) -> str:
    """Write 12/Mar/2020:19:03:58 +0000, whatever language this machine speaks."""
    return f"{now:%d}/{_MONTHS[now.month - 1]}/{now:%Y:%H:%M:%S} +0000"
