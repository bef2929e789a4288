"""Texts and numbers that many items have in common, held once.

MiniStack keeps an item as a dictionary of dictionaries, one for each attribute: 260 bytes for a value that the item
before it has as well, as an event's feed, symbol, source, volume and the times of its batch. A value that is replaced
gets a dictionary of its own, so a shared one never changes; sets, lists and maps, which do, are not shared.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_PLACES = 1 << 14  # what was seen last of the values that fall on each: rare ones push nothing out for long

SetItem = Callable[[dict[str, Any], Any, Any, dict[str, Any]], Any]


def install() -> None:
    """Wrap MiniStack's `_set_item`."""
    tables: Any = import_module("ministack.services.dynamodb")
    tables._set_item = sharing(tables._set_item)


def sharing(set_item: SetItem, places: int = _PLACES) -> SetItem:
    """Return the same, for items whose values are shared with those set before; `places` is a power of two."""
    seen: list[dict[str, str] | None] = [None] * places
    last = places - 1

    def set_shared(table: dict[str, Any], pk: Any, sk: Any, item: dict[str, Any]) -> Any:
        for name, value in item.items():
            for text in value.values():
                if type(text) is str:
                    place = hash(text) & last
                    known = seen[place]
                    if known == value:
                        item[name] = known
                    else:
                        seen[place] = value
        return set_item(table, pk, sk, item)

    return set_shared
