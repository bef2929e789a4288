"""Deletes what has outlived its time to live, at once: MiniStack looks every minute of the real time."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def expire(now: float) -> int:
    """Delete the items of every table that expire at `now`, epoch seconds, or before; return how many."""
    tables: Any = import_module("ministack.services.dynamodb")
    count = 0
    with tables._lock:
        for (account, region, name), setting in list(tables._ttl_settings.all_items()):
            table = tables._tables.get_scoped(account, region, name)
            if not table or setting.get("TimeToLiveStatus") != "ENABLED":
                continue
            for partition, sort in _expired(tables, table, setting["AttributeName"], now):
                tables._remove_item(table, partition, sort)
                count += 1
    return count


def _expired(tables: Any, table: Any, attribute: str, now: float) -> list[tuple[Any, Any]]:
    return [
        (partition, sort)
        for partition, items in table["items"].items()
        for sort, item in items.items()
        if "N" in item.get(attribute, {}) and float(tables._extract_key_val(item[attribute])) <= now
    ]
