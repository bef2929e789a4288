"""Responses of the API's description; those of the routes that take the token as a whole."""

from __future__ import annotations

from typing import Any

from lambdas.api_handler.access import CHALLENGE
from lambdas.api_handler.payloads import ErrorPayload, GatewayErrorPayload
from lambdas.api_handler.router import EVENT_ID, QUERY_ID, Route
from scripts.openapi_schemas import reference

NEVER_STORED = {"description": "Never to be kept.", "schema": {"const": "no-store"}}
_CHALLENGE = {"description": "How to ask.", "schema": {"const": CHALLENGE["www-authenticate"]}}


def response(description: str, schema: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    """Return a response with a body of JSON."""
    content = {"application/json": {"schema": schema}}
    return {"description": description, **({"headers": headers} if headers else {}), "content": content}


def private_responses(route: Route, found: dict[str, Any], *, takes_body: bool) -> dict[str, Any]:
    """Return what a route with a token answers; `found` is the schema of what it tells."""
    error, gateway = reference(ErrorPayload), reference(GatewayErrorPayload)
    either, unkept = {"anyOf": [error, gateway]}, {"Cache-Control": NEVER_STORED}
    wrong = "The body is no such JSON, or the SQL is refused." if takes_body else "A parameter is not as described."
    answers = {
        str(route.status): response("Taken." if takes_body else "Found.", found, unkept),
        "400": response(wrong, error, unkept),
        "401": response("No token or a wrong one.", error, {"WWW-Authenticate": _CHALLENGE, **unkept}),
        "429": response("Too many requests, API Gateway's own answer, or too many queries.", either, {}),
        "503": response("Something behind the API fails; try again.", either, {}),
    }
    if route.place == QUERY_ID:
        answers["404"] = response("There is no such query, or its result is not kept any more.", error, unkept)
    if route.place == EVENT_ID:
        answers["404"] = response("There is no such anomaly, or no longer.", error, unkept)
    if takes_body:
        answers["413"] = response("The body is too long.", error, unkept)
    return dict(sorted(answers.items()))
