"""The AWS clients that the modules of this package work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
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


class AccountClients(Protocol):
    """One client a service that the stack uses; `finpulse_cli.stack.clients.Clients` is the one that commands have."""

    @property
    def kinesis(self) -> KinesisClient:
        """Kinesis Data Streams."""

    @property
    def dynamodb(self) -> DynamoDBClient:
        """DynamoDB."""

    @property
    def functions(self) -> LambdaClient:
        """AWS Lambda."""

    @property
    def s3(self) -> S3Client:
        """S3."""

    @property
    def sns(self) -> SNSClient:
        """SNS."""

    @property
    def sqs(self) -> SQSClient:
        """SQS."""

    @property
    def logs(self) -> CloudWatchLogsClient:
        """CloudWatch Logs."""

    @property
    def cloudwatch(self) -> CloudWatchClient:
        """CloudWatch, for its alarms."""

    @property
    def scheduler(self) -> EventBridgeSchedulerClient:
        """EventBridge Scheduler."""

    @property
    def firehose(self) -> FirehoseClient:
        """Amazon Data Firehose."""

    @property
    def athena(self) -> AthenaClient:
        """Athena."""

    @property
    def glue(self) -> GlueClient:
        """Glue, for its catalogue."""

    @property
    def ssm(self) -> SSMClient:
        """Systems Manager, for its parameters."""

    @property
    def apigateway(self) -> ApiGatewayV2Client:
        """API Gateway, HTTP and WebSocket APIs."""

    @property
    def cloudfront(self) -> CloudFrontClient:
        """CloudFront."""

    @property
    def iam(self) -> IAMClient:
        """IAM."""
