"""How Firehose writes objects: one event is sent to a bucket of the probe's own, and what arrives is looked at."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.wait import wait_until
from finpulse_cli.stack.clients import Clients
from finpulse_cli.standins.athena.lines import GZIP_MAGIC
from finpulse_cli.targets.localstack.probes.service_probes import PROBE

_BUCKET = "finpulse-probe-delivery"
_PREFIX = "year=!{timestamp:yyyy}/"
_TIMEOUT_SECONDS = 15.0
Wait = Callable[[Callable[[], bool], float], bool]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What Firehose did: whether an object arrived, was compressed as asked, and has the date in its key."""

    delivers: bool
    compresses: bool
    evaluates_dates: bool


def probe_delivery(clients: Clients, wait: Wait = wait_until) -> Delivery:
    """Send one event through a Firehose stream made for this, and remove it all again."""
    try:
        _remove(clients)
        _make(clients)
        return _look(clients, wait)
    except (ClientError, BotoCoreError):
        return Delivery(delivers=False, compresses=False, evaluates_dates=False)
    finally:
        with suppress(ClientError, BotoCoreError):
            _remove(clients)


def _make(clients: Clients) -> None:
    clients.s3.create_bucket(Bucket=_BUCKET)
    clients.firehose.create_delivery_stream(
        DeliveryStreamName=PROBE,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::000000000000:role/finpulse-probe",
            "BucketARN": f"arn:aws:s3:::{_BUCKET}",
            "Prefix": _PREFIX,
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "BufferingHints": {"IntervalInSeconds": 1, "SizeInMBs": 1},
            "CompressionFormat": "GZIP",
        },
    )


def _look(clients: Clients, wait: Wait) -> Delivery:
    def is_active() -> bool:
        described = clients.firehose.describe_delivery_stream(DeliveryStreamName=PROBE)
        return described["DeliveryStreamDescription"]["DeliveryStreamStatus"] == "ACTIVE"

    def keys() -> list[str]:
        return [entry["Key"] for entry in clients.s3.list_objects_v2(Bucket=_BUCKET).get("Contents", [])]

    wait(is_active, _TIMEOUT_SECONDS)
    clients.firehose.put_record(DeliveryStreamName=PROBE, Record={"Data": b'{"probe":1}\n'})
    if not wait(lambda: bool(keys()), _TIMEOUT_SECONDS):
        return Delivery(delivers=False, compresses=False, evaluates_dates=False)
    key = keys()[0]
    body = clients.s3.get_object(Bucket=_BUCKET, Key=key)["Body"].read()
    return Delivery(delivers=True, compresses=body.startswith(GZIP_MAGIC), evaluates_dates="!{" not in key)


def _remove(clients: Clients) -> None:
    """Remove the probe's stream and bucket, also those that an interrupted probe has left."""
    with suppress(ClientError):
        clients.firehose.delete_delivery_stream(DeliveryStreamName=PROBE)
    with suppress(ClientError):
        for entry in clients.s3.list_objects_v2(Bucket=_BUCKET).get("Contents", []):
            clients.s3.delete_object(Bucket=_BUCKET, Key=entry["Key"])
        clients.s3.delete_bucket(Bucket=_BUCKET)
