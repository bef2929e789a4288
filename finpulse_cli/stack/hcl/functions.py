"""Terraform's functions, those that the project's files use. Whatever is not here gives an unknown value.

A set is a mapping of its elements to themselves: that is how `for_each` shows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

from finpulse_cli.stack.hcl.unknown import UnsetError


def elements(value: Any) -> list[Any]:
    """Return a list, set or map as a list of its values."""
    return list(value.values()) if isinstance(value, Mapping) else list(value)


def _toset(values: Any) -> dict[Any, Any]:
    return {value: value for value in sorted(elements(values), key=str)}


def _flatten(values: Any) -> list[Any]:
    flat: list[Any] = []
    for value in elements(values):
        flat.extend(_flatten(value) if isinstance(value, list) else [value])
    return flat


def _one(values: Any) -> Any:
    found = elements(values)
    if len(found) > 1:
        raise UnsetError("one: more than one element")
    return found[0] if found else None


def _coalesce(*values: Any) -> Any:
    for value in values:
        if value not in (None, ""):
            return value
    raise UnsetError("coalesce: nothing is set")


def _regex(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise UnsetError("regex: no match")
    return found[0]


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        return re.sub(old[1:-1], new, text)
    return text.replace(old, new)


def _merge(*maps: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: value for one in maps for key, value in one.items()}


def _join(separator: str, values: Iterable[Any]) -> str:
    return separator.join(show(value) for value in elements(values))


def show(value: Any) -> str:
    """Return a value inside a text, as Terraform writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "alltrue": lambda values: all(elements(values)),
    "anytrue": lambda values: any(elements(values)),
    "ceil": math.ceil,
    "coalesce": _coalesce,
    "compact": lambda values: [value for value in elements(values) if value not in (None, "")],
    "concat": lambda *lists: [value for one in lists for value in elements(one)],
    "contains": lambda values, value: value in elements(values),
    "distinct": lambda values: list(dict.fromkeys(elements(values))),
    "flatten": _flatten,
    "floor": math.floor,
    "join": _join,
    "keys": lambda values: sorted(values),
    "length": len,
    "lookup": lambda values, key, otherwise=None: values.get(key, otherwise),
    "lower": lambda text: text.lower(),
    "max": max,
    "merge": _merge,
    "min": min,
    "one": _one,
    "regex": _regex,
    "replace": _replace,
    "setproduct": lambda *sets: [list(one) for one in product(*map(elements, sets))],
    "slice": lambda values, start, end: elements(values)[start:end],
    "tolist": elements,
    "toset": _toset,
    "tostring": show,
    "upper": lambda text: text.upper(),
    "values": lambda values: [values[key] for key in sorted(values)],
}


def call(name: str, arguments: Sequence[Any]) -> Any:
    """Return the function's result; UnsetError where Terraform would refuse the arguments."""
    try:
        return FUNCTIONS[name](*arguments)
    except (TypeError, ValueError, AttributeError, LookupError, re.error) as error:
        raise UnsetError(f"{name}: {error}") from error
