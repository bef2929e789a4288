"""AWS clients for one target: each made when it is first asked for, then kept.

The session takes the endpoint, region and credentials of the target and nothing else: no profile, no configuration
file and no key of the user's environment, so that a local target can never end up talking to a real account.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
import botocore.session
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_firehose import FirehoseClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the AWS of a target."""

    endpoint_url: str
    region: str
    access_key: str
    secret_key: str


class Clients:
    """The AWS clients of one target. Making this object costs nothing; a client is built on first use."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @cached_property
    def session(self) -> boto3.Session:
        """A session that knows the target's credentials and region only."""
        nowhere = (None, None, os.devnull, None)
        core = botocore.session.Session(
            # (configuration key, environment variable, default, conversion): what is looked up nowhere stays unset
            session_vars={
                "profile": (None, None, None, None),
                "config_file": nowhere,
                "credentials_file": nowhere,
            }
        )
        return boto3.Session(
            aws_access_key_id=self._access.access_key,
            aws_secret_access_key=self._access.secret_key,
            region_name=self._access.region,
            botocore_session=core,
        )

    @cached_property
    def kinesis(self) -> KinesisClient:
        """Kinesis Data Streams."""
        return self.session.client("kinesis", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """DynamoDB, items in their wire form."""
        return self.session.client("dynamodb", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def functions(self) -> LambdaClient:
        """AWS Lambda."""
        return self.session.client("lambda", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def s3(self) -> S3Client:
        """S3, addressed by path: a bucket's own host name needs DNS that a laptop may not have."""
        return self.session.client("s3", endpoint_url=self._access.endpoint_url, config=_config(path_style=True))

    @cached_property
    def sns(self) -> SNSClient:
        """SNS."""
        return self.session.client("sns", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def sqs(self) -> SQSClient:
        """SQS."""
        return self.session.client("sqs", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def logs(self) -> CloudWatchLogsClient:
        """CloudWatch Logs."""
        return self.session.client("logs", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def scheduler(self) -> EventBridgeSchedulerClient:
        """EventBridge Scheduler."""
        return self.session.client("scheduler", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def firehose(self) -> FirehoseClient:
        """Amazon Data Firehose."""
        return self.session.client("firehose", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def athena(self) -> AthenaClient:
        """Athena."""
        return self.session.client("athena", endpoint_url=self._access.endpoint_url, config=_config())

    @cached_property
    def ssm(self) -> SSMClient:
        """Systems Manager, for its parameters."""
        return self.session.client("ssm", endpoint_url=self._access.endpoint_url, config=_config())


def _config(*, path_style: bool = False) -> Config:
    """Short time-outs and AWS's standard retries; no proxy, since a local endpoint is on this machine."""
    return Config(
        proxies={},
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 3},
        s3={"addressing_style": "path"} if path_style else None,
    )
