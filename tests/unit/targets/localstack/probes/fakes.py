"""AWS clients in memory, as much of each as the probes use."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from tests.factories import NOON


def refusal(operation: str = "Any", code: str = "InternalFailure") -> ClientError:
    """What an emulator answers that does not have the service."""
    response: Any = {"Error": {"Code": code, "Message": "not yet implemented"}}
    return ClientError(response, operation)


def refuses(*_arguments: object, **_options: object) -> Any:
    """A call that does not go through."""
    raise refusal()


@dataclass
class FakeS3:
    """Buckets of objects."""

    buckets: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def create_bucket(self, **arguments: Any) -> None:
        """Make one that is not there yet."""
        if arguments["Bucket"] in self.buckets:
            raise refusal("CreateBucket", "BucketAlreadyExists")
        self.buckets[arguments["Bucket"]] = {}

    def list_objects_v2(self, **arguments: Any) -> dict[str, Any]:
        """Its objects; AWS leaves the list out when there are none."""
        keys = [{"Key": key} for key in sorted(self._bucket(arguments))]
        return {"Contents": keys} if keys else {}

    def get_object(self, **arguments: Any) -> dict[str, Any]:
        """One of them."""
        return {"Body": io.BytesIO(self._bucket(arguments)[arguments["Key"]])}

    def delete_object(self, **arguments: Any) -> None:
        """One less."""
        del self._bucket(arguments)[arguments["Key"]]

    def delete_bucket(self, **arguments: Any) -> None:
        """Only an empty one may go."""
        if self._bucket(arguments):
            raise refusal("DeleteBucket", "BucketNotEmpty")
        del self.buckets[arguments["Bucket"]]

    def _bucket(self, arguments: dict[str, Any]) -> dict[str, bytes]:
        if arguments["Bucket"] not in self.buckets:
            raise refusal("S3", "NoSuchBucket")
        return self.buckets[arguments["Bucket"]]


@dataclass
class FakeFirehose:
    """Writes every record as `write` says: the key and the bytes; None delivers nothing."""

    s3: FakeS3
    write: Callable[[bytes], tuple[str, bytes]] | None
    streams: set[str] = field(default_factory=set)
    wanted: dict[str, Any] = field(default_factory=dict)

    def create_delivery_stream(self, **arguments: Any) -> None:
        """Make one that is not there yet."""
        if arguments["DeliveryStreamName"] in self.streams:
            raise refusal("CreateDeliveryStream", "ResourceInUseException")
        self.streams.add(arguments["DeliveryStreamName"])
        self.wanted = arguments["ExtendedS3DestinationConfiguration"]

    def describe_delivery_stream(self, **arguments: Any) -> dict[str, Any]:
        """At work at once."""
        assert arguments["DeliveryStreamName"] in self.streams
        return {"DeliveryStreamDescription": {"DeliveryStreamStatus": "ACTIVE"}}

    def put_record(self, **arguments: Any) -> None:
        """Deliver it."""
        if self.write is not None:
            key, data = self.write(arguments["Record"]["Data"])
            self.s3.buckets[self.wanted["BucketARN"].rpartition(":")[2]][key] = data

    def delete_delivery_stream(self, **arguments: Any) -> None:
        """One less."""
        if arguments["DeliveryStreamName"] not in self.streams:
            raise refusal("DeleteDeliveryStream", "ResourceNotFoundException")
        self.streams.remove(arguments["DeliveryStreamName"])


@dataclass
class Clock:
    """Time that passes only when it is told to."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def after(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeSchedules:
    """Scheduler, SQS and IAM in one: what is there, and a queue that has its message after `fires_after` seconds.

    Every look into the queue takes `look_seconds`. With `refuses_schedules` the Scheduler takes none.
    """

    clock: Clock
    fires_after: float | None = None
    look_seconds: float = 10
    refuses_schedules: bool = False
    there: set[str] = field(default_factory=set)
    schedule: dict[str, Any] = field(default_factory=dict)
    began: datetime | None = None

    def create_queue(self, **arguments: Any) -> dict[str, str]:
        """Make the queue."""
        self.there.add("queue")
        return {"QueueUrl": f"http://queue/{arguments['QueueName']}"}

    def get_queue_url(self, **arguments: Any) -> dict[str, str]:
        """The queue, while it is there."""
        if "queue" not in self.there:
            raise refusal("GetQueueUrl", "QueueDoesNotExist")
        return {"QueueUrl": f"http://queue/{arguments['QueueName']}"}

    def get_queue_attributes(self, **arguments: Any) -> dict[str, Any]:
        """Its ARN."""
        return {"Attributes": {"QueueArn": "arn:queue:" + arguments["QueueUrl"].rpartition("/")[2]}}

    def receive_message(self, **arguments: Any) -> dict[str, Any]:
        """Look into it, which takes time."""
        assert arguments["WaitTimeSeconds"]
        self.clock.after(self.look_seconds)
        if self.began is None or self.fires_after is None:
            return {}
        passed = (self.clock.now - self.began).total_seconds()
        return {"Messages": [{"Body": "{}"}]} if passed >= self.fires_after else {}

    def delete_queue(self, **_arguments: Any) -> None:
        """Remove it."""
        self.there.discard("queue")

    def create_role(self, **arguments: Any) -> dict[str, Any]:
        """Make the role, once."""
        if "role" in self.there:
            raise refusal("CreateRole", "EntityAlreadyExists")
        self.there.add("role")
        return {"Role": {"Arn": f"arn:role:{arguments['RoleName']}"}}

    def put_role_policy(self, **_arguments: Any) -> None:
        """Give it its policy."""
        self.there.add("policy")

    def delete_role_policy(self, **_arguments: Any) -> None:
        """Take it away."""
        self._remove("policy")

    def delete_role(self, **_arguments: Any) -> None:
        """Remove the role; one with a policy stays."""
        if "policy" in self.there:
            raise refusal("DeleteRole", "DeleteConflict")
        self._remove("role")

    def create_schedule(self, **arguments: Any) -> None:
        """Make the schedule, once."""
        if self.refuses_schedules or "schedule" in self.there:
            raise refusal("CreateSchedule", "ConflictException")
        self.there.add("schedule")
        self.schedule, self.began = arguments, self.clock.now

    def delete_schedule(self, **_arguments: Any) -> None:
        """Remove it."""
        self._remove("schedule")

    def _remove(self, what: str) -> None:
        if what not in self.there:
            raise refusal("Delete", "NotFound")
        self.there.remove(what)
