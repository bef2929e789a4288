"""Writes docs/openapi.json from the API's table of routes and the TypedDicts of its answers: `make openapi`.

The messages of the push channel are there too, as components that no path refers to: OpenAPI has no WebSockets.
"""

from __future__ import annotations

import inspect
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, is_typeddict

from lambdas.api_handler import payloads as answers
from lambdas.api_handler.parameters import QUERY_ID_PATTERN, Parameter, WholeNumber
from lambdas.api_handler.payloads import (
    AcknowledgementRequestPayload,
    ErrorPayload,
    GatewayErrorPayload,
    QueryRequestPayload,
)
from lambdas.api_handler.pipeline_status import PipelineStatus
from lambdas.api_handler.router import EVENT_ID, QUERY_ID, ROUTES, SYMBOL, Route
from lambdas.shared import payloads as entries
from lambdas.shared import push_messages
from lambdas.shared.domain.event import EVENT_ID_PATTERN, SYMBOL_PATTERN
from lambdas.shared.domain.feed import FEED_PATTERN
from scripts.openapi_responses import NEVER_STORED, private_responses, response
from scripts.openapi_schemas import component_name, object_schema, reference, whole_text

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "openapi.json"

NAMES: dict[str, Any] = {
    **vars(entries),
    **vars(answers),
    **vars(push_messages),
    "Decimal": Decimal,
    "PipelineStatus": PipelineStatus,
}

DESCRIPTION = """\
Prices, candles and anomalies, read only; SQL over the lake and acknowledgements for who has the token. Every replay
is a feed of its own beside the live market, and feeds never mix: prices, candles and stats are those of one feed,
live unless another is named, anomalies those of all feeds. Numbers are exact decimals of arbitrary length, times UTC
in ISO 8601 with milliseconds. An unknown path is answered 404, a method that a path does not have 405, both with an
Error. Public answers carry an ETag: asked again with If-None-Match, an unchanged answer is a 304 without a body. The
schemas named Push… are the messages of the WebSocket channel, one JSON object a text frame."""

TOKEN = {"type": "http", "scheme": "bearer", "description": "What `finpulse status --show-token` prints."}
BODIES: dict[str, tuple[Any, dict[str, Any]]] = {
    "acknowledge_anomaly": (AcknowledgementRequestPayload, {"by": "Ada"}),
    "start_query": (QueryRequestPayload, {"sql": "SELECT count(*) AS events FROM raw_events WHERE year = 2026"}),
}

ETAG = {"description": "A strong validator of the body.", "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'}}
REVALIDATE = {"description": "Kept copies must be asked for again.", "schema": {"const": "no-cache"}}
PLACES = {
    SYMBOL: ("A ticker symbol.", "AAPL", SYMBOL_PATTERN),
    EVENT_ID: ("The event that is an anomaly.", None, EVENT_ID_PATTERN),
    QUERY_ID: ("What POST /query gave.", None, QUERY_ID_PATTERN),
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETags of answers that the client has, or *.",
    "schema": {"type": "string"},
}


def document() -> dict[str, Any]:
    """Return the whole document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "FinPulse",
            "description": " ".join(DESCRIPTION.split()),
            "version": project["version"],
            "license": {"name": project["license"], "identifier": project["license"]},
        },
        "servers": [{"url": "/", "description": "Below the stack's output api_url."}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(entries, answers, push_messages),
            "securitySchemes": {"token": TOKEN},
        },
    }


def text() -> str:
    """Return the document as the file holds it."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return paths


def _operation(route: Route) -> dict[str, Any]:
    name = getattr(route.answer, "__name__", "")
    headers = [] if route.is_private else [IF_NONE_MATCH]
    return {
        "operationId": name,
        "summary": (inspect.getdoc(route.answer) or "").partition("\n\n")[0].replace("\n", " "),
        "parameters": [*_place(route), *map(_parameter, route.parameters), *headers],
        **({"requestBody": _body(*BODIES[name])} if name in BODIES else {}),
        "responses": private_responses(route, _found(route), takes_body=name in BODIES)
        if route.is_private
        else _responses(route),
        **({"security": [{"token": []}]} if route.is_private else {}),
    }


def _body(shape: type, example: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": reference(shape), "example": example}}}


def _place(route: Route) -> list[dict[str, Any]]:
    if route.place not in PLACES:
        return []
    description, example, pattern = PLACES[route.place]
    return [
        {
            "name": route.place.strip("{}"),
            "in": "path",
            "required": True,
            "description": description,
            **({"example": example} if example else {}),
            "schema": {"type": "string", "pattern": whole_text(pattern)},
        }
    ]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    default = {} if parameter.default is None else {"default": parameter.default}
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": {**_limits(parameter), **default},
    }


def _limits(parameter: Parameter) -> dict[str, Any]:
    if isinstance(parameter, WholeNumber):
        return {"type": "integer", "minimum": parameter.minimum, "maximum": parameter.maximum}
    return {"type": "string", "pattern": whole_text(FEED_PATTERN)}


def _found(route: Route) -> dict[str, Any]:
    return reference(NAMES[inspect.get_annotations(route.answer)["return"]])


def _responses(route: Route) -> dict[str, Any]:
    error, gateway = reference(ErrorPayload), reference(GatewayErrorPayload)
    validators = {"ETag": ETAG, "Cache-Control": REVALIDATE}
    refused = {"Cache-Control": NEVER_STORED}
    nothing = response("Nothing is known of the symbol in this feed.", error, refused)
    unknown = {"404": nothing} if SYMBOL in route.path else {}
    return {
        "200": response("Found.", _found(route), validators),
        "304": {"description": "The client has this answer already.", "headers": validators},
        "400": response("A parameter is unknown, repeated or out of its limits.", error, refused),
        **unknown,
        "429": response("Too many requests: API Gateway's own answer.", gateway, {}),
        "503": response("Something behind the API fails; try again.", {"anyOf": [error, gateway]}, {}),
    }


def _schemas(*modules: ModuleType) -> dict[str, Any]:
    """Every TypedDict that the modules define, by its component's name."""
    shapes = [
        shape
        for module in modules
        for shape in vars(module).values()
        if is_typeddict(shape) and shape.__module__ == module.__name__
    ]
    return {component_name(shape): object_schema(shape, NAMES) for shape in shapes}


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
