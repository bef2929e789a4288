"""AWS clients for one target: each made when it is first asked for, then kept.

A local target's session takes the endpoint, region and credentials of the target and nothing else: no profile, no
configuration file and no key of the user's environment, so that it can never end up talking to a real account. The
other way round no client takes an endpoint from the environment or a profile, so that a real account's session can
never end up talking to an emulator.

The SDK takes longer to load than many a command to run; so it is loaded with the first client.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from lambdas.shared.adapters.whole_answers import require_whole_answers

if TYPE_CHECKING:
    from collections.abc import Callable

    import boto3
    from botocore.config import Config
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_firehose import FirehoseClient
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the AWS of a target. `endpoint_url` is an emulator's; None stands for AWS itself."""

    endpoint_url: str | None
    region: str
    access_key: str
    secret_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)


def isolated_session(access: Access) -> boto3.Session:
    """Make a session that knows these credentials and this region only."""
    import boto3
    import botocore.session

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
        aws_access_key_id=access.access_key,
        aws_secret_access_key=access.secret_key,
        aws_session_token=access.session_token,
        region_name=access.region,
        botocore_session=core,
    )


class Clients:
    """The AWS clients of one session. Making this object costs nothing; a client is built on first use.

    `endpoint_url` is an emulator's; None stands for AWS itself.
    """

    def __init__(self, session: Callable[[], boto3.Session], endpoint_url: str | None) -> None:
        self._make_session = session
        self._endpoint_url = endpoint_url

    @classmethod
    def of(cls, access: Access) -> Clients:
        """Make clients that know nothing but `access`."""
        return cls(partial(isolated_session, access), access.endpoint_url)

    @cached_property
    def session(self) -> boto3.Session:
        """The session that all of them share."""
        session = self._make_session()
        require_whole_answers(session.events)
        return session

    @cached_property
    def _config(self) -> Config:
        return _emulator_config() if self._endpoint_url else _aws_config()

    @cached_property
    def kinesis(self) -> KinesisClient:
        """Kinesis Data Streams."""
        return self.session.client("kinesis", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """DynamoDB, items in their wire form."""
        return self.session.client("dynamodb", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def functions(self) -> LambdaClient:
        """AWS Lambda."""
        return self.session.client("lambda", endpoint_url=self._endpoint_url, config=self._config)

    def functions_once(self, timeout_seconds: float, connections: int = 1) -> LambdaClient:
        """Make a new client of AWS Lambda for who handles refusals itself: asks once, `connections` calls at a time."""
        from botocore.config import Config

        config = self._config.merge(
            Config(
                read_timeout=timeout_seconds,
                max_pool_connections=connections,
                retries={"mode": "standard", "total_max_attempts": 1},
            )
        )
        return self.session.client("lambda", endpoint_url=self._endpoint_url, config=config)

    @cached_property
    def s3(self) -> S3Client:
        """S3."""
        return self.session.client("s3", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def sns(self) -> SNSClient:
        """SNS."""
        return self.session.client("sns", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def sqs(self) -> SQSClient:
        """SQS."""
        return self.session.client("sqs", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def logs(self) -> CloudWatchLogsClient:
        """CloudWatch Logs."""
        return self.session.client("logs", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def scheduler(self) -> EventBridgeSchedulerClient:
        """EventBridge Scheduler."""
        return self.session.client("scheduler", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def firehose(self) -> FirehoseClient:
        """Amazon Data Firehose."""
        return self.session.client("firehose", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def athena(self) -> AthenaClient:
        """Athena."""
        return self.session.client("athena", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def ssm(self) -> SSMClient:
        """Systems Manager, for its parameters."""
        return self.session.client("ssm", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def sts(self) -> STSClient:
        """STS."""
        return self.session.client("sts", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def iam(self) -> IAMClient:
        """IAM."""
        return self.session.client("iam", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def apigateway(self) -> ApiGatewayV2Client:
        """API Gateway, for HTTP and WebSocket APIs."""
        return self.session.client("apigatewayv2", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def glue(self) -> GlueClient:
        """Glue."""
        return self.session.client("glue", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def cloudfront(self) -> CloudFrontClient:
        """CloudFront."""
        return self.session.client("cloudfront", endpoint_url=self._endpoint_url, config=self._config)

    @cached_property
    def cloudwatch(self) -> CloudWatchClient:
        """CloudWatch."""
        return self.session.client("cloudwatch", endpoint_url=self._endpoint_url, config=self._config)


def _emulator_config() -> Config:
    """Return short time-outs and AWS's standard retries; no proxy: a local endpoint is on this machine.

    S3 is addressed by path: a bucket's own host name needs DNS that a laptop may not have.
    """
    from botocore.config import Config

    return Config(
        proxies={},
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 3},
        s3={"addressing_style": "path"},
    )


def _aws_config() -> Config:
    """Return AWS's standard retries; an endpoint that an environment variable or a profile names is not heeded."""
    from botocore.config import Config

    return Config(
        ignore_configured_endpoint_urls=True,  # type: ignore[call-arg] # botocore has it, its stubs do not
        connect_timeout=10,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 5},
    )
