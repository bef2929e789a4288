"""The bucket of Terraform's state: made once, completed when half made, never somebody else's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.aws import state_bucket
from finpulse_cli.targets.aws.identity import Identity, Kind
from tests.aws.clients import emulator_clients
from tests.doubles.stubbed import stubbed
from tests.emulator import REGION, Emulator
from tests.unit.targets.aws.stubs import ACCOUNT, ME

ROOT = Identity("000000000000", "arn:aws:iam::000000000000:root", "aws", Kind.ROOT)
NAME = f"finpulse-state-{ROOT.account}-{REGION}"


@pytest.fixture
def s3(emulator: Emulator) -> Any:
    """S3 without a state bucket, before and after."""
    client = emulator_clients(emulator.endpoint).s3
    yield client
    client.delete_bucket(Bucket=NAME)


def changes(s3: Any) -> list[str]:
    """Collects the names of the writing operations that the client makes from now on."""
    made: list[str] = []

    def note(model: Any, **_: Any) -> None:
        if model.name.startswith(("Put", "Create", "Delete")):
            made.append(model.name)

    s3.meta.events.register("before-call.s3", note, unique_id="changes")
    return made


def test_the_bucket_is_made_with_everything_set(s3: Any) -> None:
    assert state_bucket.exists(s3, ROOT, REGION) is False
    assert state_bucket.ensure(s3, ROOT, REGION) is True

    assert state_bucket.exists(s3, ROOT, REGION) is True
    assert s3.get_bucket_versioning(Bucket=NAME)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_encryption(Bucket=NAME)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert set(s3.get_public_access_block(Bucket=NAME)["PublicAccessBlockConfiguration"].values()) == {True}
    (statement,) = json.loads(s3.get_bucket_policy(Bucket=NAME)["Policy"])["Statement"]
    assert statement == state_bucket.tls_only(f"arn:aws:s3:::{NAME}")
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=NAME)["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    assert s3.get_bucket_tagging(Bucket=NAME)["TagSet"] == [{"Key": "finpulse", "Value": "terraform-state"}]


def test_a_second_time_changes_nothing(s3: Any) -> None:
    state_bucket.ensure(s3, ROOT, REGION)
    made = changes(s3)

    assert state_bucket.ensure(s3, ROOT, REGION) is False
    assert made == []


def test_a_half_made_bucket_is_completed_and_what_others_set_stays(s3: Any) -> None:
    s3.create_bucket(Bucket=NAME)
    s3.put_bucket_tagging(Bucket=NAME, Tagging={"TagSet": [{"Key": "team", "Value": "data"}]})
    theirs = {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "x/"}, "Expiration": {"Days": 1}}
    s3.put_bucket_lifecycle_configuration(Bucket=NAME, LifecycleConfiguration={"Rules": [theirs]})
    statement = {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject"}
    statement |= {"Resource": f"arn:aws:s3:::{NAME}/secret"}
    s3.put_bucket_policy(Bucket=NAME, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    assert state_bucket.ensure(s3, ROOT, REGION) is False

    assert s3.get_bucket_versioning(Bucket=NAME)["Status"] == "Enabled"
    assert {tag["Key"] for tag in s3.get_bucket_tagging(Bucket=NAME)["TagSet"]} == {"team", "finpulse"}
    assert [rule["ID"] for rule in s3.get_bucket_lifecycle_configuration(Bucket=NAME)["Rules"]] == [
        "theirs",
        "drop-old-states",
    ]
    kept, ours = json.loads(s3.get_bucket_policy(Bucket=NAME)["Policy"])["Statement"]
    assert (kept["Sid"], ours["Sid"]) == ("Theirs", "TlsOnly")


def test_the_bucket_of_another_account_is_refused_before_anything_is_written() -> None:
    s3, script = stubbed("s3")
    name = state_bucket.bucket_name(ACCOUNT, "eu-west-1")
    asked = {"Bucket": name, "ExpectedBucketOwner": ACCOUNT}
    script.add_client_error("head_bucket", "403", "Forbidden", 403, expected_params=asked)

    with pytest.raises(FailedError, match="another account has it"):
        state_bucket.ensure(s3, ME, "eu-west-1")
    script.assert_no_pending_responses()


def test_a_name_that_another_account_took_meanwhile_is_refused() -> None:
    s3, script = stubbed("s3")
    script.add_client_error("head_bucket", "404", "Not Found", 404)
    script.add_client_error("create_bucket", "BucketAlreadyExists", "taken", 409)

    with pytest.raises(FailedError, match="another account has it"):
        state_bucket.ensure(s3, ME, "eu-west-1")


@pytest.mark.parametrize(
    ("region", "where"),
    [("us-east-1", {}), ("eu-west-1", {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}})],
)
def test_every_region_but_us_east_1_is_named_when_the_bucket_is_made(region: str, where: dict[str, Any]) -> None:
    s3, script = stubbed("s3")
    script.add_client_error("head_bucket", "404", "Not Found", 404)
    script.add_response("create_bucket", {}, {"Bucket": state_bucket.bucket_name(ACCOUNT, region), **where})
    script.add_client_error("get_bucket_versioning", "AccessDenied", "no", 403)  # far enough

    with pytest.raises(FailedError, match="GetBucketVersioning was refused"):
        state_bucket.ensure(s3, ME, region)
    script.assert_no_pending_responses()


def test_the_tls_statement_is_the_one_of_the_lake() -> None:
    statement = state_bucket.tls_only("arn:aws-cn:s3:::b")

    assert statement["Resource"] == ["arn:aws-cn:s3:::b", "arn:aws-cn:s3:::b/*"]
    assert statement["Condition"] == {
        "Bool": {"aws:SecureTransport": "false"},
        "NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"},
    }


def test_the_bucket_is_one_an_account_and_region() -> None:
    names = {
        state_bucket.bucket_name(who.account, region)
        for who in (ME, replace(ME, account="444455556666"))
        for region in ("eu-west-1", "us-east-1")
    }
    assert len(names) == 4
