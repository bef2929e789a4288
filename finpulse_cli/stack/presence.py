"""A quick look at what a stack cannot do without: a listing a service instead of a question a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.stack.progress import CONSUMERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs


def missing_resources(clients: Clients, outputs: StackOutputs) -> list[str]:
    """Return what is not there of the stream, the tables, the functions, and the mappings that feed the consumers."""
    streams = _listed(clients.kinesis.get_paginator("list_streams").paginate(), "StreamNames")
    tables = _listed(clients.dynamodb.get_paginator("list_tables").paginate(), "TableNames")
    pages = list(clients.functions.get_paginator("list_functions").paginate())
    arns = {one["FunctionName"]: one["FunctionArn"] for page in pages for one in page["Functions"]}
    return [
        *_without([outputs.stream_name], streams),
        *_without(outputs.tables.values(), tables),
        *_without(outputs.functions.values(), arns),
        *(f"mapping of {name}" for name in _unfed(clients, outputs, arns)),
    ]


def _unfed(clients: Clients, outputs: StackOutputs, arns: dict[str, str]) -> list[str]:
    """Return the consumers that no mapping feeds."""
    pages = clients.functions.get_paginator("list_event_source_mappings").paginate()
    fed = {mapping.get("FunctionArn") for page in pages for mapping in page["EventSourceMappings"]}
    names = (outputs.functions[consumer] for consumer in CONSUMERS if consumer in outputs.functions)
    return [name for name in names if name in arns and arns[name] not in fed]


def _listed(pages: Iterable[object], key: str) -> set[str]:
    return {name for page in pages if isinstance(page, dict) for name in page[key]}


def _without(wanted: Iterable[str], there: Iterable[str]) -> list[str]:
    found = set(there)
    return [name for name in wanted if name not in found]
