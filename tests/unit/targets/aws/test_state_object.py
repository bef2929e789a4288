"""One stack's state: how much it owns, and its removal with all its versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.aws import state_bucket
from finpulse_cli.targets.aws.identity import Identity, Kind
from finpulse_cli.targets.aws.state_object import read_outputs, remembered_resources, remove_state, state_key
from tests.aws.clients import emulator_clients
from tests.doubles.stubbed import stubbed
from tests.unit.targets.aws.stubs import ME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Emulator

REGION = "eu-central-1"  # a bucket of these tests' own
ROOT = Identity("000000000000", "arn:aws:iam::000000000000:root", "aws", Kind.ROOT)
BUCKET = state_bucket.bucket_name(ROOT.account, REGION)
KEY = state_key("finpulse")


@pytest.fixture
def s3(emulator: Emulator) -> Iterator[Any]:
    """S3 with an empty state bucket; afterwards without it."""
    client = emulator_clients(emulator.endpoint).s3
    state_bucket.ensure(client, ROOT, "eu-central-1")
    yield client
    if state_bucket.exists(client, ROOT, REGION):
        for page in client.get_paginator("list_object_versions").paginate(Bucket=BUCKET):
            for item in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                client.delete_object(Bucket=BUCKET, Key=item["Key"], VersionId=item["VersionId"])
        client.delete_bucket(Bucket=BUCKET)


def put(s3: Any, key: str, resources: int = 0) -> None:
    body = json.dumps({"version": 4, "resources": [{}] * resources})
    s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())


def test_a_state_tells_how_many_resources_it_owns(s3: Any) -> None:
    assert remembered_resources(s3, ROOT, REGION, KEY) is None
    put(s3, KEY, resources=0)
    assert remembered_resources(s3, ROOT, REGION, KEY) == 0
    put(s3, KEY, resources=3)
    assert remembered_resources(s3, ROOT, REGION, KEY) == 3


def test_without_a_bucket_there_is_no_state(emulator: Emulator) -> None:
    client = emulator_clients(emulator.endpoint).s3

    assert remembered_resources(client, ROOT, "ap-south-1", KEY) is None
    assert remove_state(client, ROOT, "ap-south-1", KEY) is False


def test_a_state_tells_the_outputs_whoever_applied_it(s3: Any) -> None:
    assert read_outputs(s3, ROOT, REGION, KEY) == {}
    outputs = {"region": {"value": REGION, "type": "string"}, "inbox": {"value": None, "type": "string"}}
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=json.dumps({"version": 4, "outputs": outputs}).encode())

    assert read_outputs(s3, ROOT, REGION, KEY) == {"region": REGION, "inbox": None}


@pytest.mark.parametrize("reading", [read_outputs, remembered_resources])
def test_a_state_that_may_not_be_read_is_told(reading: Any) -> None:
    s3, script = stubbed("s3")
    script.add_client_error("get_object", "AccessDenied", "no", 403)

    with pytest.raises(FailedError, match=r"could not read the state s3://.*AccessDenied"):
        reading(s3, ME, "eu-west-1", KEY)


@pytest.mark.parametrize("text", [b"{", b"[]"])
def test_a_damaged_state_is_told(s3: Any, text: bytes) -> None:
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=text)

    for reading in (remembered_resources, read_outputs):
        with pytest.raises(FailedError, match="is damaged") as damaged:
            reading(s3, ROOT, REGION, KEY)
        assert "version" in (damaged.value.next_action or "")


def test_a_removed_state_leaves_no_version_no_lock_and_no_bucket(s3: Any) -> None:
    put(s3, KEY)
    put(s3, KEY)
    put(s3, f"{KEY}.tflock")
    s3.delete_object(Bucket=BUCKET, Key=f"{KEY}.tflock")

    assert remove_state(s3, ROOT, REGION, KEY) is True
    assert state_bucket.exists(s3, ROOT, REGION) is False


def test_the_states_of_other_stacks_stay_and_so_does_the_bucket(s3: Any) -> None:
    others = {state_key("finpulse-dev"), f"{KEY}.backup"}
    for key in (KEY, *others):
        put(s3, key)

    assert remove_state(s3, ROOT, REGION, KEY) is False
    assert {item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]} == others


def test_versions_that_may_not_be_deleted_are_told() -> None:
    s3, script = stubbed("s3")
    script.add_response("list_object_versions", {"Versions": [{"Key": KEY, "VersionId": "1"}]})
    script.add_response("delete_objects", {"Errors": [{"Key": KEY, "Message": "Access Denied"}]})

    with pytest.raises(FailedError, match=r"1 versions in .* could not be deleted"):
        remove_state(s3, ME, "eu-west-1", KEY)
