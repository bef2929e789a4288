"""JSON with exact numbers: a `Decimal` becomes a JSON number, digit for digit. The standard encoder cannot do that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from lambdas.shared.domain.numbers import canonical


def json_text(value: object) -> str:
    """Compact JSON of mappings, lists, text, decimals, integers, booleans and None.

    Raises `TypeError` for anything else, floats among them: a float here would be a number that lost its exactness.
    """
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(name))}:{json_text(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(json_text, value)) + "]"
    if value is None or isinstance(value, str | int):
        return json.dumps(value)
    raise TypeError(f"no exact JSON for a {type(value).__name__}")
