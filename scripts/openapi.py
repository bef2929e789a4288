"""Writes docs/openapi.json from the API's table of routes and the TypedDicts of its answers: `make openapi`.

The messages of the push channel are there too, as components that no path refers to: OpenAPI has no WebSockets.
"""

from __future__ import annotations

import inspect
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, is_typeddict

from lambdas.api_handler import payloads as answers
from lambdas.api_handler.parameters import WholeNumber
from lambdas.api_handler.payloads import ErrorPayload, GatewayErrorPayload
from lambdas.api_handler.pipeline_status import PipelineStatus
from lambdas.api_handler.router import METHOD, ROUTES, SYMBOL, Route
from lambdas.shared import payloads as entries
from lambdas.shared import push_messages
from lambdas.shared.domain.event import SYMBOL_PATTERN
from scripts.openapi_schemas import component_name, object_schema, reference, whole_text

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
Prices, candles and anomalies, read only. Numbers are exact decimals of arbitrary length, times UTC in ISO 8601 with
milliseconds. An unknown path is answered 404, another method than GET 405, both with an Error. The answers carry an
ETag: asked again with If-None-Match, an unchanged answer is a 304 without a body. The schemas named Push… are the
messages of the WebSocket channel, one JSON object a text frame."""

ETAG = {"description": "A strong validator of the body.", "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'}}
REVALIDATE = {"description": "Kept copies must be asked for again.", "schema": {"const": "no-cache"}}
NEVER_STORED = {"description": "Never to be kept.", "schema": {"const": "no-store"}}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETags of answers that the client has, or *.",
    "schema": {"type": "string"},
}


def document() -> dict[str, Any]:
    """The whole document."""
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
        "paths": {route.path: {METHOD.lower(): _operation(route)} for route in ROUTES},
        "components": {"schemas": _schemas(entries, answers, push_messages)},
    }


def text() -> str:
    """The document as the file holds it."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def _operation(route: Route) -> dict[str, Any]:
    return {
        "operationId": getattr(route.answer, "__name__", ""),
        "summary": (inspect.getdoc(route.answer) or "").partition("\n\n")[0].replace("\n", " "),
        "parameters": [*_symbol(route), *map(_number, route.parameters), IF_NONE_MATCH],
        "responses": _responses(route),
    }


def _symbol(route: Route) -> list[dict[str, Any]]:
    if SYMBOL not in route.path:
        return []
    return [
        {
            "name": "symbol",
            "in": "path",
            "required": True,
            "description": "A ticker symbol.",
            "example": "AAPL",
            "schema": {"type": "string", "pattern": whole_text(SYMBOL_PATTERN)},
        }
    ]


def _number(number: WholeNumber) -> dict[str, Any]:
    return {
        "name": number.name,
        "in": "query",
        "required": False,
        "description": number.description,
        "schema": {
            "type": "integer",
            "minimum": number.minimum,
            "maximum": number.maximum,
            "default": number.default,
        },
    }


def _responses(route: Route) -> dict[str, Any]:
    found = reference(NAMES[inspect.get_annotations(route.answer)["return"]])
    error, gateway = reference(ErrorPayload), reference(GatewayErrorPayload)
    validators = {"ETag": ETAG, "Cache-Control": REVALIDATE}
    refused = {"Cache-Control": NEVER_STORED}
    unknown = {"404": _response("Nothing is known of the symbol.", error, refused)} if SYMBOL in route.path else {}
    return {
        "200": _response("Found.", found, validators),
        "304": {"description": "The client has this answer already.", "headers": validators},
        "400": _response("A parameter is unknown, repeated or out of its limits.", error, refused),
        **unknown,
        "429": _response("Too many requests: API Gateway's own answer.", gateway, {}),
        "503": _response("Something behind the API fails; try again.", {"anyOf": [error, gateway]}, {}),
    }


def _response(description: str, schema: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"description": description, **({"headers": headers} if headers else {}), "content": content}


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
