"""The price list: us-east-1, on demand, without tax, support or discounts.

Looked up in stored copies of the pages named here, not in AWS's price API; `confirmed` and `note` say what bears each
figure out. AWS's pricing pages load many figures by script, so a stored copy often lacks them; then other pages were
compared. To renew a figure, change it together with its date.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from finpulse_cli.features.cost.price_tiers import Confirmed, Price, Step, falling, flat

REGION = "us-east-1"
LOOKED_UP = date(2026, 11, 25)

_MILLION = 1_000_000
_TB = 1024  # GB
_INFRACOST = "infracost's test results, made from AWS's price API, agree"


def _price(
    key: str,
    service: str,
    unit: str,
    steps: tuple[Step, ...],
    page: str,
    *,
    per: int = 1,
    free: int = 0,
    confirmed: Confirmed = Confirmed.THIRD_PARTY,
    note: str = _INFRACOST,
) -> Price:
    address = f"https://aws.amazon.com/{page}/"
    return Price(key, service, unit, per, steps, address, LOOKED_UP, confirmed, Decimal(free), note)


_KINESIS = "kinesis/data-streams/pricing"
_FIREHOSE = "firehose/pricing"
_LAMBDA = "lambda/pricing"
_DYNAMODB = "dynamodb/pricing/on-demand"
_S3 = "s3/pricing"
_GATEWAY = "api-gateway/pricing"
_CLOUDWATCH = "cloudwatch/pricing"
_CLOUDFRONT = "cloudfront/pricing"
_MEMORY = "no stored page with the figure was found"

PRICE_LIST = (
    _price("shard-hour", "Kinesis", "shard-hour", flat("0.015"), _KINESIS),
    _price("put-unit", "Kinesis", "PUT unit of 25 KB", flat("0.014"), _KINESIS, per=_MILLION),
    _price(
        "extended-retention",
        "Kinesis",
        "shard-hour kept beyond 24 h",
        flat("0.020"),
        _KINESIS,
        confirmed=Confirmed.MEMORY,
        note=_MEMORY,
    ),
    _price("fan-out-hour", "Kinesis", "consumer-shard-hour", flat("0.015"), _KINESIS),
    _price("fan-out-gb", "Kinesis", "GB to enhanced fan-out", flat("0.013"), _KINESIS),
    _price(
        "firehose-gb",
        "Firehose",
        "GB in records of 5 KB",
        falling("0.029", (500 * _TB, "0.025"), (2000 * _TB, "0.020")),
        _FIREHOSE,
        confirmed=Confirmed.MEMORY,
        note="AWS's page confirms the 5 KB rounding; 0.029 was found in public code only, the lower steps nowhere",
    ),
    _price(
        "lambda-request",
        "Lambda",
        "request",
        flat("0.20"),
        _LAMBDA,
        per=_MILLION,
        free=_MILLION,
        confirmed=Confirmed.AWS,
        note="AWS whitepaper How AWS Pricing Works, Lambda",
    ),
    _price(
        "lambda-x86",
        "Lambda",
        "GB-second",
        falling("0.0000166667", (6_000_000_000, "0.000015"), (15_000_000_000, "0.0000133334")),
        _LAMBDA,
        free=400_000,
        confirmed=Confirmed.AWS,
        note="AWS whitepaper How AWS Pricing Works, Lambda; " + _INFRACOST,
    ),
    _price(
        "lambda-arm",
        "Lambda",
        "GB-second",
        falling("0.0000133334", (7_500_000_000, "0.0000120001"), (18_750_000_000, "0.0000106667")),
        _LAMBDA,
        free=400_000,
    ),
    _price("write-unit", "DynamoDB", "write unit of 1 KB", flat("0.625"), _DYNAMODB, per=_MILLION),
    _price("read-unit", "DynamoDB", "read unit of 4 KB", flat("0.125"), _DYNAMODB, per=_MILLION),
    _price("table-gb", "DynamoDB", "GB-month", flat("0.25"), _DYNAMODB, free=25),
    _price("recovery-gb", "DynamoDB", "GB-month recoverable", flat("0.20"), _DYNAMODB),
    _price(
        "s3-standard",
        "S3",
        "GB-month",
        falling("0.023", (50 * _TB, "0.022"), (500 * _TB, "0.021")),
        _S3,
        note=_INFRACOST + " on the first step; the lower ones are from memory",
    ),
    _price("s3-standard-ia", "S3", "GB-month infrequent", flat("0.0125"), _S3),
    _price("s3-glacier", "S3", "GB-month Glacier", flat("0.0036"), _S3),
    _price("s3-put", "S3", "PUT or LIST", flat("0.005"), _S3, per=1000),
    _price("s3-get", "S3", "GET", flat("0.0004"), _S3, per=1000),
    _price("s3-to-ia", "S3", "transition to infrequent", flat("0.01"), _S3, per=1000),
    _price("s3-to-glacier", "S3", "transition to Glacier", flat("0.03"), _S3, per=1000),
    _price(
        "athena-tb",
        "Athena",
        "TB scanned",
        flat("5"),
        "athena/pricing",
        note="athena.guide, rcpedia.stanford.edu agree",
    ),
    _price("http-request", "API Gateway", "request", falling("1.00", (300 * _MILLION, "0.90")), _GATEWAY, per=_MILLION),
    _price(
        "socket-message",
        "API Gateway",
        "message of 32 KB",
        falling("1.00", (1000 * _MILLION, "0.80")),
        _GATEWAY,
        per=_MILLION,
    ),
    _price("socket-minute", "API Gateway", "connection minute", flat("0.25"), _GATEWAY, per=_MILLION),
    _price("publish", "SNS", "publish", flat("0.50"), "sns/pricing", per=_MILLION, free=_MILLION),
    _price("e-mail", "SNS", "e-mail", flat("2.00"), "sns/pricing", per=100_000, free=1000),
    _price(
        "sqs-request",
        "SQS",
        "request",
        flat("0.40"),
        "sqs/pricing",
        per=_MILLION,
        free=_MILLION,
        confirmed=Confirmed.MEMORY,
        note=_MEMORY,
    ),
    _price(
        "schedule",
        "EventBridge Scheduler",
        "invocation",
        flat("1.00"),
        "eventbridge/pricing",
        per=_MILLION,
        free=14 * _MILLION,
        note="cloudburn.io, March 2026, agrees",
    ),
    _price(
        "log-gb",
        "CloudWatch",
        "GB logged",
        flat("0.50"),
        _CLOUDWATCH,
        free=5,
        confirmed=Confirmed.AWS,
        note="the allowance; the price: " + _INFRACOST,
    ),
    _price("log-month", "CloudWatch", "GB-month of logs", flat("0.03"), _CLOUDWATCH),
    _price(
        "alarm",
        "CloudWatch",
        "alarm",
        flat("0.10"),
        _CLOUDWATCH,
        free=10,
        confirmed=Confirmed.AWS,
        note="the allowance; the price: " + _INFRACOST,
    ),
    _price(
        "metric",
        "CloudWatch",
        "custom metric",
        flat("0.30"),
        _CLOUDWATCH,
        free=10,
        confirmed=Confirmed.AWS,
        note="the allowance; the price: signoz.io, February 2026",
    ),
    _price(
        "kms-request",
        "KMS",
        "request",
        flat("0.03"),
        "kms/pricing",
        per=10_000,
        free=20_000,
        confirmed=Confirmed.AWS,
        note="the allowance, and that requests to AWS's managed keys are billed; the price: wring.co, March 2026",
    ),
    _price(
        "kms-key",
        "KMS",
        "key of your own",
        flat("1.00"),
        "kms/pricing",
        confirmed=Confirmed.AWS,
        note="the page itself",
    ),
    _price(
        "transfer-gb",
        "Data transfer",
        "GB to the internet",
        falling("0.09", (10 * _TB, "0.085"), (50 * _TB, "0.07"), (150 * _TB, "0.05")),
        "ec2/pricing/on-demand",
        free=100,
        note="wring.co 2026 and infracost's test results agree",
    ),
    _price(
        "cloudfront-gb",
        "CloudFront",
        "GB to viewers",
        falling("0.085", (10 * _TB, "0.080"), (50 * _TB, "0.060"), (150 * _TB, "0.040"), (500 * _TB, "0.030")),
        _CLOUDFRONT,
        free=_TB,
        confirmed=Confirmed.AWS,
        note="the page itself",
    ),
    _price(
        "cloudfront-request",
        "CloudFront",
        "HTTPS request",
        flat("0.0100"),
        _CLOUDFRONT,
        per=10_000,
        free=10 * _MILLION,
        confirmed=Confirmed.AWS,
        note="the allowance; the price: wring.co, March 2026",
    ),
)

PRICES = {price.key: price for price in PRICE_LIST}
