"""A stack of the benchmark's own beside the one that is up: a stream, tables, roles, functions, all named `...-bench`.

The functions are copies of the stack's own, with its code, settings and rights, but on the copies of its tables and
stream. So nothing that a user has is touched, and everything is deleted by name, also what a killed run left.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.core.wait import wait_until
from finpulse_cli.features.bench import functions
from finpulse_cli.stack.packaging import contents, zip_bytes
from finpulse_cli.stack.progress import CONSUMERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs

SUFFIX = "-bench"
KINDS = ("noop", "real", "metered")
_HANDLERS = Path(functions.__file__).parent
_POLICY = "permissions"
_READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class BenchStack:
    """The copy of `stack`; `lambdas_dir` is where the functions' source is."""

    clients: Clients
    stack: StackOutputs
    lambdas_dir: Path

    @property
    def stream_name(self) -> str:
        """Name of the benchmark's stream."""
        return self.stack.stream_name + SUFFIX

    @property
    def progress_table(self) -> str:
        """Name of the table that the benchmark's functions note their progress in."""
        return self.stack.tables["consumer_progress"] + SUFFIX

    def function(self, consumer: str, kind: str) -> str:
        """Return the name of the copy of a consumer, of one of the KINDS."""
        return f"{self.stack.functions[consumer]}-{kind}{SUFFIX}"

    def create(self, shards: int) -> None:
        """Make all of it, after deleting what an earlier run may have left. Raises FailedError if it takes too long."""
        self.delete()
        self.clients.kinesis.create_stream(StreamName=self.stream_name, ShardCount=shards)
        for table in self._tables():
            self._copy_table(table)
        for consumer in CONSUMERS:
            self._copy_role(consumer)
            self._copy_functions(consumer)
        if not wait_until(self._is_ready, _READY_SECONDS):
            raise FailedError(f"the benchmark's own stack was not ready in {_READY_SECONDS:.0f} s", to_run("status"))

    def delete(self) -> None:
        """Delete whatever of it is there."""
        with suppress(ClientError):
            self.clients.kinesis.delete_stream(StreamName=self.stream_name, EnforceConsumerDeletion=True)
        for consumer in CONSUMERS:
            for kind in KINDS:
                self.unmap(self.function(consumer, kind))
                with suppress(ClientError):
                    self.clients.functions.delete_function(FunctionName=self.function(consumer, kind))
            role = self._role(consumer)
            with suppress(ClientError):
                self.clients.iam.delete_role_policy(RoleName=role, PolicyName=_POLICY)
            with suppress(ClientError):
                self.clients.iam.delete_role(RoleName=role)
        for table in self._tables():
            with suppress(ClientError):
                self.clients.dynamodb.delete_table(TableName=table + SUFFIX)

    def map(self, kind: str, batch_size: int, since: datetime) -> None:
        """Have the functions of a kind read what has come on the stream `since`, as the stack's own are set to."""
        for consumer in CONSUMERS:
            self.clients.functions.create_event_source_mapping(
                EventSourceArn=self._arn("kinesis", f"stream/{self.stream_name}"),
                FunctionName=self.function(consumer, kind),
                StartingPosition="AT_TIMESTAMP",  # LATEST may be found only when the first events are there
                StartingPositionTimestamp=since,
                BatchSize=batch_size,
                MaximumBatchingWindowInSeconds=self._window_seconds(consumer),
            )

    def unmap(self, function: str) -> None:
        """End what reads for a function."""
        with suppress(ClientError):
            for mapping in self.clients.functions.list_event_source_mappings(FunctionName=function)[
                "EventSourceMappings"
            ]:
                self.clients.functions.delete_event_source_mapping(UUID=mapping["UUID"])

    def renamed(self, text: str) -> str:
        """Return a text in which each of the stack's tables, and its stream, is the benchmark's."""
        for name in self._tables():
            text = text.replace(f'table/{name}"', f'table/{name}{SUFFIX}"')
            text = text.replace(f"table/{name}/", f"table/{name}{SUFFIX}/")
        return text.replace(f'stream/{self.stack.stream_name}"', f'stream/{self.stream_name}"')

    def _tables(self) -> Iterator[str]:
        return iter(name for key, name in self.stack.tables.items() if key != "connections")

    def _role(self, consumer: str) -> str:
        return self.stack.functions[consumer] + SUFFIX

    def _arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.stack.region}:{self.stack.account}:{resource}"

    def _copy_table(self, name: str) -> None:
        table = self.clients.dynamodb.describe_table(TableName=name)["Table"]
        wanted: dict[str, Any] = {
            "TableName": name + SUFFIX,
            "KeySchema": table["KeySchema"],
            "AttributeDefinitions": table["AttributeDefinitions"],
            "BillingMode": "PAY_PER_REQUEST",
        }
        if table.get("GlobalSecondaryIndexes"):
            wanted["GlobalSecondaryIndexes"] = [
                {member: index[member] for member in ("IndexName", "KeySchema", "Projection")}
                for index in table["GlobalSecondaryIndexes"]
            ]
        if table.get("StreamSpecification", {}).get("StreamEnabled"):
            wanted["StreamSpecification"] = table["StreamSpecification"]
        self.clients.dynamodb.create_table(**wanted)

    def _copy_role(self, consumer: str) -> None:
        iam, original = self.clients.iam, self.stack.functions[consumer]
        trust = iam.get_role(RoleName=original)["Role"]["AssumeRolePolicyDocument"]
        rights = iam.get_role_policy(RoleName=original, PolicyName=_POLICY)["PolicyDocument"]
        iam.create_role(RoleName=self._role(consumer), AssumeRolePolicyDocument=json.dumps(trust))
        iam.put_role_policy(
            RoleName=self._role(consumer), PolicyName=_POLICY, PolicyDocument=self.renamed(json.dumps(rights))
        )

    def _copy_functions(self, consumer: str) -> None:
        source = contents(self.lambdas_dir, consumer)
        handler = f"lambdas.{consumer}.handler.handler"
        self._create(consumer, "real", source, handler)
        self._create(consumer, "noop", _alone("noop_consumer"), "noop_consumer.handler", BENCH_CONSUMER=consumer)
        metered = source | _alone("metered_consumer")
        self._create(consumer, "metered", metered, "metered_consumer.handler", BENCH_HANDLER=handler)

    def _create(self, consumer: str, kind: str, files: Mapping[str, bytes], handler: str, **more: str) -> None:
        original = self.clients.functions.get_function_configuration(FunctionName=self.stack.functions[consumer])
        settings = original["Environment"]["Variables"]
        tables = set(self._tables())
        own = {name: value + SUFFIX if value in tables else value for name, value in settings.items()}
        self.clients.functions.create_function(
            FunctionName=self.function(consumer, kind),
            Runtime=original["Runtime"],
            Role=f"arn:aws:iam::{self.stack.account}:role/{self._role(consumer)}",
            Handler=handler,
            Code={"ZipFile": zip_bytes(files)},
            Timeout=original["Timeout"],
            MemorySize=original["MemorySize"],
            Environment={"Variables": own | more},
        )

    def _is_ready(self) -> bool:
        stream = self.clients.kinesis.describe_stream_summary(StreamName=self.stream_name)["StreamDescriptionSummary"]
        described = (self.clients.dynamodb.describe_table(TableName=name + SUFFIX)["Table"] for name in self._tables())
        functions_ = (self.function(consumer, kind) for consumer in CONSUMERS for kind in KINDS)
        states = (self.clients.functions.get_function_configuration(FunctionName=name) for name in functions_)
        return (
            stream["StreamStatus"] == "ACTIVE"
            and all(table["TableStatus"] == "ACTIVE" for table in described)
            and all(state.get("State", "Active") == "Active" for state in states)
        )

    def _window_seconds(self, consumer: str) -> int:
        found = self.clients.functions.list_event_source_mappings(
            EventSourceArn=self._arn("kinesis", f"stream/{self.stack.stream_name}"),
            FunctionName=self.stack.functions[consumer],
        )["EventSourceMappings"]
        return found[0].get("MaximumBatchingWindowInSeconds", 0) if found else 0


def _alone(name: str) -> dict[str, bytes]:
    return {f"{name}.py": (_HANDLERS / f"{name}.py").read_bytes()}
