"""The JSON that a client sends."""

from __future__ import annotations

import json

from lambdas.shared.domain.acknowledgement import LONGEST, is_name
from lambdas.shared.errors import RequestError

MAX_BYTES = 64_000  # the longest SQL that is allowed, with every character escaped


def read_sql(body: bytes) -> str:
    """Return the text in `{"sql": "..."}`. `RequestError` 413 for a body that is too long, 400 for any other."""
    sql = _member(body, "sql", "SELECT ...")
    if any("\ud800" <= character <= "\udfff" for character in sql):
        raise RequestError(400, "invalid_body", "the SQL holds half of a character")
    return sql


def read_name(body: bytes) -> str:
    """Return the name in `{"by": "..."}`. `RequestError` 413 for a body that is too long, 400 for any other."""
    name = _member(body, "by", "a name").strip()
    if not is_name(name):
        raise RequestError(400, "invalid_body", f"a name has 1 to {LONGEST} characters and stands on one line")
    return name


def _member(body: bytes, name: str, example: str) -> str:
    """Return the one member of a body, a text."""
    if len(body) > MAX_BYTES:
        raise RequestError(413, "body_too_large", f"the body is longer than {MAX_BYTES} bytes")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, "invalid_body", "the body is not JSON") from error
    if not isinstance(content, dict) or set(content) != {name} or not isinstance(content[name], str):
        raise RequestError(400, "invalid_body", f'the body must be {{"{name}": "{example}"}} and nothing else')
    text: str = content[name]
    return text
