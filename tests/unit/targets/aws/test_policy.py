"""The documented policies with an account, a region and a stack's name in them, and what they become as questions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.targets.aws.policy import Need, filled, needs_of, read_policy
from tests.unit.targets.aws.stubs import ACCOUNT, ME

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """{"Version": "2012-10-17", "Statement": [{
  "Sid": "finpulse", "Effect": "Allow", "Action": ["s3:GetObject", "iam:PassRole"],
  "Resource": [
    "arn:aws:s3:::finpulse-lake-123456789012-us-east-1/*",
    "arn:aws:s3:::finpulse-state-123456789012-us-east-1/finpulse/*",
    "arn:aws:glue:us-east-1:123456789012:table/finpulse/*",
    "arn:aws:kinesis:us-east-1:123456789012:stream/finpulse-*"],
  "Condition": {"StringEquals": {"iam:PassedToService": ["lambda.amazonaws.com", "firehose.amazonaws.com"]}}
}]}"""


def statement(name: str = "fp-aws", partition: str = "aws") -> Any:
    policy: Any = filled(TEXT, replace(ME, partition=partition), "eu-west-1", name)
    return policy["Statement"][0]


def test_account_region_and_name_take_the_place_of_the_placeholders() -> None:
    assert statement()["Resource"] == [
        f"arn:aws:s3:::fp-aws-lake-{ACCOUNT}-eu-west-1/*",
        f"arn:aws:s3:::finpulse-state-{ACCOUNT}-eu-west-1/fp-aws/*",
        f"arn:aws:glue:eu-west-1:{ACCOUNT}:table/fp_aws/*",
        f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/fp-aws-*",
    ]


def test_partitions_have_arns_of_their_own_and_actions_stay() -> None:
    made = statement(partition="aws-cn")

    assert all(resource.startswith("arn:aws-cn:") for resource in made["Resource"])
    assert made["Action"] == ["s3:GetObject", "iam:PassRole"]
    assert made["Sid"] == "finpulse"


def test_a_question_is_about_something_concrete_and_meets_each_condition() -> None:
    (need,) = needs_of(filled(TEXT, ME, "eu-west-1", "finpulse"))

    assert need.actions == ("s3:GetObject", "iam:PassRole")
    assert need.resources[-1] == f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/finpulse-any"
    assert need.context == (("iam:PassedToService", "lambda.amazonaws.com"),)


def test_what_knows_no_narrower_resource_is_asked_about_as_it_is() -> None:
    policy = {"Statement": [{"Action": "s3:ListAllMyBuckets", "Resource": "*"}]}

    assert needs_of(policy) == [Need(("s3:ListAllMyBuckets",), ("*",))]


def test_a_policy_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    with pytest.raises(MissingError, match=r"policy\.json is not there"):
        read_policy(file, ME, "eu-west-1", "finpulse")
    file.write_text(TEXT)

    assert "fp-aws" in json.dumps(read_policy(file, ME, "eu-west-1", "fp-aws"))
