"""Items by key, compared field by field. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Key = tuple[str, ...]
Item = Mapping[str, Any]
Items = Mapping[Key, Item]


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that is not the same on both sides, or is on neither although it must be.

    `a` and `b` hold the fields that differ, nested ones as `outer.inner`; None where the side lacks the item, and
    then the other one, if it has it, holds it whole.
    """

    key: Key
    a: Item | None
    b: Item | None


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing that was compared: how many items either side has, and every difference, by key.

    `note` says what the figures do not.
    """

    name: str
    a: int
    b: int
    differences: tuple[Difference, ...]
    note: str = ""


def compare_part(name: str, a: Items, b: Items, *, expected: Collection[Key] = (), note: str = "") -> Part:
    """Compare everything either side has, and what is `expected` on both: two that lost the same are not equal."""
    found = (_difference(key, a.get(key), b.get(key)) for key in sorted({*a, *b, *expected}))
    return Part(name, len(a), len(b), tuple(difference for difference in found if difference), note)


def same(a: Any, b: Any) -> bool:
    """Return whether both are equal in value and kind: True is not 1, but 0.10 is 0.1, as DynamoDB has it."""
    if type(a) is not type(b):
        return False
    if isinstance(a, Mapping):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def _difference(key: Key, a: Item | None, b: Item | None) -> Difference | None:
    flat_a, flat_b = (None if item is None else dict(_fields(item)) for item in (a, b))
    if flat_a is None or flat_b is None:
        return Difference(key, _named(flat_a), _named(flat_b))
    unlike = {
        path
        for path in flat_a.keys() | flat_b.keys()
        if path not in flat_a or path not in flat_b or not same(flat_a[path], flat_b[path])
    }
    return Difference(key, _named(flat_a, unlike), _named(flat_b, unlike)) if unlike else None


def _fields(item: Item, path: Key = ()) -> Iterator[tuple[Key, Any]]:
    """Yield the fields of an item by their path; an empty map is a value too."""
    for name, value in item.items():
        if isinstance(value, Mapping) and value:
            yield from _fields(value, (*path, name))
        else:
            yield (*path, name), value


def _named(fields: Mapping[Key, Any] | None, wanted: set[Key] | None = None) -> Item | None:
    if fields is None:
        return None
    return {".".join(path): fields[path] for path in sorted(fields) if wanted is None or path in wanted}
