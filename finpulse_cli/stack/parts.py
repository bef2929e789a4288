"""Health of the stack's parts, each asked at its own service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import error_message
from finpulse_cli.core.errors import CliError
from finpulse_cli.daemon.probe import get
from finpulse_cli.stack.clients import Clients
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Place

_API_TIMEOUT_SECONDS = 15  # a function's first call on a laptop includes its start


@dataclass(frozen=True, slots=True)
class Part:
    """State of one part of a stack; `detail` is for people."""

    name: str
    healthy: bool
    detail: str


def stack_parts(clients: Clients, outputs: StackOutputs, api_url: str, websocket_url: str | None) -> list[Part]:
    """Return every part of the stack, in the order of the data's way. A refused call is an unhealthy part."""
    return list(_parts(clients, outputs, api_url, websocket_url))


def place_parts(place: Place, outputs: StackOutputs) -> list[Part]:
    """Return every part of the stack at a place, see `stack_parts`."""
    api_url, websocket_url = place.addresses.api_url(outputs), place.addresses.websocket_url(outputs)
    return stack_parts(place.clients, outputs, api_url, websocket_url)


def _parts(clients: Clients, outputs: StackOutputs, api_url: str, websocket_url: str | None) -> Iterator[Part]:
    yield _asked(f"schedule {outputs.schedule_name}", partial(_schedule, clients, outputs))
    yield _asked(f"stream {outputs.stream_name}", partial(_stream, clients, outputs.stream_name))
    for function in outputs.functions.values():
        yield _asked(f"function {function}", partial(_function, clients, function))
        yield from _mappings(clients, function)
    for table in outputs.tables.values():
        yield _asked(f"table {table}", partial(_table, clients, table))
    yield _asked(f"lake {outputs.lake_bucket}", partial(_bucket, clients, outputs.lake_bucket))
    yield _asked(f"archive {outputs.firehose_name}", partial(_archive, clients, outputs.firehose_name))
    if outputs.athena_workgroup is not None:
        yield _asked(f"queries {outputs.athena_workgroup}", partial(_workgroup, clients, outputs.athena_workgroup))
    yield _asked("API", partial(_api, api_url))
    if websocket_url is not None:
        yield _asked("push API", partial(_push, websocket_url))


def _asked(name: str, question: Callable[[], tuple[bool, str]]) -> Part:
    try:
        return Part(name, *question())
    except ClientError as error:
        return Part(name, healthy=False, detail=error_message(error) or str(error))


def _schedule(clients: Clients, outputs: StackOutputs) -> tuple[bool, str]:
    """Return the health of the schedule: one that is off on purpose is well."""
    schedule = clients.scheduler.get_schedule(Name=outputs.schedule_name)
    as_declared = (schedule["State"] == "ENABLED") is outputs.schedule_enabled
    return as_declared, f"{schedule['State']}, {schedule['ScheduleExpression']}"


def _stream(clients: Clients, name: str) -> tuple[bool, str]:
    summary = clients.kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    return summary["StreamStatus"] == "ACTIVE", f"{summary['StreamStatus']}, open shards: {summary['OpenShardCount']}"


def _function(clients: Clients, name: str) -> tuple[bool, str]:
    state = clients.functions.get_function_configuration(FunctionName=name).get("State", "Active")
    return state == "Active", state


def _mappings(clients: Clients, function: str) -> Iterator[Part]:
    """Yield the function's event source mappings; none for a function that no stream feeds."""
    try:
        found = clients.functions.list_event_source_mappings(FunctionName=function)["EventSourceMappings"]
    except ClientError:
        return  # the function's own row says what is wrong
    for mapping in found:
        state, result = mapping.get("State", ""), mapping.get("LastProcessingResult", "")
        healthy = state == "Enabled" and not result.startswith("PROBLEM")
        yield Part(f"mapping of {function}", healthy, ", ".join(filter(None, (state, result))))


def _table(clients: Clients, name: str) -> tuple[bool, str]:
    status = clients.dynamodb.describe_table(TableName=name)["Table"]["TableStatus"]
    return status == "ACTIVE", status


def _bucket(clients: Clients, name: str) -> tuple[bool, str]:
    clients.s3.head_bucket(Bucket=name)
    return True, "reachable"


def _archive(clients: Clients, name: str) -> tuple[bool, str]:
    description = clients.firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
    status = description["DeliveryStreamStatus"]
    return status == "ACTIVE", status


def _workgroup(clients: Clients, name: str) -> tuple[bool, str]:
    state = clients.athena.get_work_group(WorkGroup=name)["WorkGroup"].get("State", "ENABLED")
    return state == "ENABLED", state


def _api(api_url: str) -> tuple[bool, str]:
    """Return the measured pipeline status, which only a working API and readable tables can tell."""
    reply = get(f"{api_url}/stats", _API_TIMEOUT_SECONDS)
    if reply is None:
        return False, f"{api_url} does not answer"
    if reply.status != 200:
        return False, f"{api_url}/stats answers {reply.status}"
    return True, f"{api_url} (pipeline {reply.json_object().get('pipeline_status', 'unknown')})"


def _push(websocket_url: str) -> tuple[bool, str]:
    """Return whether a client can connect, and is answered."""
    from finpulse_cli.stack.push import PushConnection  # it loads a WebSocket client, which no other part needs

    try:
        with PushConnection(websocket_url, _API_TIMEOUT_SECONDS) as connection:
            connection.ping()
    except CliError as error:
        return False, error.message
    return True, websocket_url
