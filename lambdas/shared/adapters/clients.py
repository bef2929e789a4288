"""boto3 clients for the Lambdas: created when first asked for, once a process, with bounded retries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from lambdas.shared.adapters.dynamodb.batch_bodies import write_batch_bodies
from lambdas.shared.adapters.whole_answers import require_whole_answers

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient

# three attempts of five seconds end before the shortest function does (25 s, the API's)
# Requests are built by typed code and judged by the service: to walk through every item of a batch once more before it
# is sent took a third of the consumers' own time. The SDK's own user agent, put together from a dozen parts twice for
# every request, took a tenth.
CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 3},
    connect_timeout=2,
    read_timeout=5,
    parameter_validation=False,
    user_agent="finpulse",
)


@cache
def _client(service: Any) -> Any:
    client = boto3.client(service, config=CONFIG)
    require_whole_answers(client.meta.events)
    if service == "dynamodb":
        write_batch_bodies(client.meta.events)
    return client


def dynamodb() -> DynamoDBClient:
    """Return the process's DynamoDB client."""
    client: DynamoDBClient = _client("dynamodb")
    return client


def kinesis() -> KinesisClient:
    """Return the process's Kinesis client."""
    client: KinesisClient = _client("kinesis")
    return client


def s3() -> S3Client:
    """Return the process's S3 client."""
    client: S3Client = _client("s3")
    return client


def sns() -> SNSClient:
    """Return the process's SNS client."""
    client: SNSClient = _client("sns")
    return client


def sqs() -> SQSClient:
    """Return the process's SQS client."""
    client: SQSClient = _client("sqs")
    return client


def ssm() -> SSMClient:
    """Return the process's SSM client."""
    client: SSMClient = _client("ssm")
    return client


def sts() -> STSClient:
    """Return the process's STS client."""
    client: STSClient = _client("sts")
    return client


@cache
def push(endpoint: str) -> ApiGatewayManagementApiClient:
    """Return the process's client for the connections of the push API at `endpoint`.

    Less patient than the others: a push that takes seconds is no news, and other connections wait behind it.
    """
    config = Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=1, read_timeout=2)
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint, config=config)
