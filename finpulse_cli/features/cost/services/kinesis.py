"""Kinesis: the stream by the hour, and every record put."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import GB, KB, MONTH, MONTH_HOURS, counted, whole

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow

PUT_UNIT = 25 * KB
PLAIN_RETENTION = 24  # hours that the shard's own price includes


def kinesis(flow: Flow) -> list[Usage]:
    """Return the shard-hours, PUT units and, where the stack declares them, longer retention and enhanced fan-out.

    Reading without enhanced fan-out is free.
    """
    stream, hours = flow.stack.stream, flow.shards * MONTH_HOURS
    month_bytes = flow.events_per_second * flow.sizes.event_bytes * MONTH
    return [
        Usage("shard-hour", counted(flow.shards, "shard") + " all month", hours),
        Usage("put-unit", "events put", flow.events_per_second * MONTH * whole(flow.sizes.event_bytes / PUT_UNIT)),
        Usage("extended-retention", "retention", hours if stream.retention_hours > PLAIN_RETENTION else Decimal(0)),
        Usage("fan-out-hour", "enhanced fan-out", hours * stream.fan_out),
        Usage("fan-out-gb", "enhanced fan-out", month_bytes * stream.fan_out / GB),
    ]
