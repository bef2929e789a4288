"""JSON Schemas (draft 2020-12, as OpenAPI 3.1 uses them) of the TypedDicts that describe JSON of ours."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

SUFFIX = "Payload"

PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},  # every whole number of ours counts something
    Decimal: {"type": "number"},
    NoneType: {"type": "null"},
}


def component_name(shape: type) -> str:
    """`LatestPrice` for LatestPricePayload."""
    return shape.__name__.removesuffix(SUFFIX)


def reference(shape: type) -> dict[str, Any]:
    """Return a reference to a TypedDict's component."""
    return {"$ref": f"#/components/schemas/{component_name(shape)}"}


def object_schema(shape: type, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a TypedDict as an object: all members required, no others.

    `names` resolves what its annotations mention.
    """
    hints = get_type_hints(shape, localns=dict(names), include_extras=True)
    return {
        "type": "object",
        "description": " ".join((shape.__doc__ or "").split()),
        "properties": {name: schema(hint) for name, hint in hints.items()},
        "required": list(hints),
        "additionalProperties": False,
    }


def schema(hint: Any) -> dict[str, Any]:
    """Return the schema of a type; TypeError for one that has none here, floats among them."""
    if is_typeddict(hint):
        return reference(hint)
    if hint in PLAIN:
        return dict(PLAIN[hint])
    build = FORMS.get(get_origin(hint))
    if build is None:
        raise TypeError(f"no JSON Schema for {hint}")
    return build(*get_args(hint))


def whole_text(pattern: re.Pattern[str]) -> str:
    """Return a pattern that `fullmatch` checks, as one for JSON Schema, which searches."""
    return f"^(?:{pattern.pattern})$"


def _annotated(base: Any, pattern: re.Pattern[str]) -> dict[str, Any]:
    return {**schema(base), "pattern": whole_text(pattern)}


def _literal(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _union(*members: Any) -> dict[str, Any]:
    found = [schema(member) for member in members]
    if all(set(entry) == {"type"} for entry in found):
        return {"type": [entry["type"] for entry in found]}
    return {"anyOf": found}


def _list(member: Any) -> dict[str, Any]:
    return {"type": "array", "items": schema(member)}


def _dict(key: Any, member: Any) -> dict[str, Any]:
    names = {name: value for name, value in schema(key).items() if name != "type"}  # names of members are text
    return {"type": "object", **({"propertyNames": names} if names else {}), "additionalProperties": schema(member)}


FORMS: dict[Any, Callable[..., dict[str, Any]]] = {
    Annotated: _annotated,
    Literal: _literal,
    Union: _union,
    UnionType: _union,
    list: _list,
    dict: _dict,
}
