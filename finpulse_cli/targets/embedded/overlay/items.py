"""DynamoDB's checks of an item, in one walk where the item is as items nearly always are.

MiniStack walks an item eight times for each write: for bad numbers, for each value's form, for its size, and all of
it again when it is written. Here one walk finds that every value is a text, a number, a truth value or nothing, or
maps and lists of such, within DynamoDB's limits; whatever is not goes the emulator's own way, which also words the
refusal.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY_BYTES = 1024  # the smaller of DynamoDB's two limits for key values
_DEPTH = 32


class Items:
    """The checks; `number_error`, `canonical` and `number_bytes` are the emulator's own of a number's text."""

    def __init__(self, emulated: Any) -> None:
        self._validate, self._values_error = emulated._validate_item, emulated._values_error_response
        self._value_bytes, self._value_error = emulated._attribute_value_size, emulated._attribute_value_error
        self._number_error, self._number_bytes = emulated._number_error, emulated._number_size_bytes
        self._canonical = emulated._ddb_canonicalize_number
        self._item_limit = emulated._DDB_ITEM_MAX_BYTES
        self._too_large = emulated._ITEM_SIZE_MSG
        self._write_batch = emulated._batch_write_item
        self._found: dict[int, int] | None = None  # the size of each item of a batch at work that is in order, by id

    def write_batch(self, data: Any) -> Any:
        """Take the place of `_batch_write_item`, which checks and measures each item twice and changes none."""
        self._found = {}
        try:
            return self._write_batch(data)
        finally:
            self._found = None

    def item_bytes(self, item: Any) -> int:
        """Take the place of `_item_size_bytes`."""
        if not isinstance(item, dict):
            return 0
        if self._found and (known := self._found.get(id(item))) is not None:
            return known
        return sum([_bytes(name) + self.value_bytes(value) for name, value in item.items()])

    def value_bytes(self, value: Any) -> int:
        """Take the place of `_attribute_value_size`."""
        if type(value) is dict and len(value) == 1:
            ((kind, inner),) = value.items()
            if type(inner) is str:
                if kind == "S":
                    return _bytes(inner)
                if kind == "N":
                    return int(self._number_bytes(inner))
        return int(self._value_bytes(value))

    def values_error(self, values: Iterable[Any], envelope: bool) -> Any:
        """Take the place of `_values_error_response`."""
        found = list(values)
        if any(self._value_error(value) for value in found if not _is_text(value)):
            return self._values_error(found, envelope)
        return None

    def validate(
        self, item: Any, pk_name: str | None = None, sk_name: str | None = None, size_msg: str | None = None
    ) -> Any:
        """Take the place of `_validate_item`; numbers are put into their canonical form."""
        if type(item) is dict and ((self._found and id(item) in self._found) or self._is_plain(item, pk_name, sk_name)):
            return None
        return self._validate(item, pk_name, sk_name, size_msg or self._too_large)

    def _is_plain(self, item: dict[str, Any], pk_name: str | None, sk_name: str | None) -> bool:
        size = 0
        for name, value in item.items():
            found = self._plain_bytes(value, 1)
            if found < 0 or (name in (pk_name, sk_name) and not 0 < found <= _KEY_BYTES):
                return False
            size += found + (len(name) if name.isascii() else len(name.encode()))
        if size > self._item_limit:
            return False
        if self._found is not None:
            self._found[id(item)] = size
        return True

    def _plain_bytes(self, value: Any, depth: int) -> int:
        """Return the size of a plain value; -1 when it is none."""
        if type(value) is not dict or len(value) != 1 or depth > _DEPTH:
            return -1
        ((kind, inner),) = value.items()
        if kind == "S" and type(inner) is str:
            return len(inner) if inner.isascii() else len(inner.encode())
        if kind == "N":
            return self._plain_number(value)
        if kind == "NULL" or kind == "BOOL":
            return 1 if inner is True or (inner is False and kind == "BOOL") else -1
        if kind == "M" and type(inner) is dict:
            return self._sum([(_bytes(name) + 1, found) for name, found in inner.items()], depth)
        if kind == "L" and type(inner) is list:
            return self._sum([(1, found) for found in inner], depth)
        return -1

    def _plain_number(self, value: dict[str, Any]) -> int:
        canonical = self._canonical(value["N"])
        if canonical is None:
            return -1
        value["N"] = canonical
        return int(self._number_bytes(canonical))

    def _sum(self, members: list[tuple[int, Any]], depth: int) -> int:
        total = 3
        for around, member in members:
            size = self._plain_bytes(member, depth + 1)
            if size < 0:
                return -1
            total += around + size
        return total


def install() -> None:
    """Put the checks in the place of MiniStack's."""
    emulated: Any = import_module("ministack.services.dynamodb")
    items = Items(emulated)
    emulated._batch_write_item = items.write_batch
    emulated._validate_item = items.validate
    emulated._values_error_response = items.values_error
    emulated._attribute_value_size = items.value_bytes
    emulated._item_size_bytes = items.item_bytes


def _is_text(value: Any) -> bool:
    return type(value) is dict and len(value) == 1 and "S" in value


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
