"""The JSON that a client sends."""

from __future__ import annotations

import json

from lambdas.shared.errors import RequestError

MAX_BYTES = 64_000  # the longest SQL that is allowed, with every character escaped


def read_sql(body: bytes) -> str:
    """Return the text in `{"sql": "..."}`. `RequestError` 413 for a body that is too long, 400 for any other."""
    if len(body) > MAX_BYTES:
        raise RequestError(413, "body_too_large", f"the body is longer than {MAX_BYTES} bytes")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, "invalid_body", "the body is not JSON") from error
    if not isinstance(content, dict) or set(content) != {"sql"} or not isinstance(content["sql"], str):
        raise RequestError(400, "invalid_body", 'the body must be {"sql": "SELECT ..."} and nothing else')
    sql: str = content["sql"]
    if any("\ud800" <= character <= "\udfff" for character in sql):
        raise RequestError(400, "invalid_body", "the SQL holds half of a character")
    return sql
