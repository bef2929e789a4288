"""DynamoDB streams begin again when the emulator starts, and so must their readers.

MiniStack keeps how far a mapping has read in a table's stream, but not the stream: after a restart the mapping waits
at a position that the new, empty stream reaches only after as many changes as before, and every one until then is
lost. Lambda on AWS would go on with the first.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def install() -> None:
    """Has the emulator restore mappings on DynamoDB streams to the beginning of the stream."""
    service: Any = import_module("ministack.services.lambda_svc")
    restore = service._restore_esm_positions

    def restore_and_begin_streams(store: Any, positions: Any) -> None:
        restore(store, positions)
        if store is service._dynamodb_stream_positions:
            store._data.update(dict.fromkeys(store._data, 0))

    service._restore_esm_positions = restore_and_begin_streams
