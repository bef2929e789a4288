"""Every type of resource in the stack: which lines bill it, or why it is free.

A test fails when Terraform gains a type that is not here: then its price belongs into the list first.
"""

from __future__ import annotations

BILLED = {
    "aws_apigatewayv2_api": "API Gateway",
    "aws_athena_workgroup": "Athena",
    "aws_cloudfront_distribution": "CloudFront",
    "aws_cloudwatch_log_group": "CloudWatch",
    "aws_cloudwatch_metric_alarm": "CloudWatch",
    "aws_dynamodb_table": "DynamoDB",
    "aws_kinesis_firehose_delivery_stream": "Firehose",
    "aws_kinesis_stream": "Kinesis",
    "aws_kinesis_stream_consumer": "Kinesis",
    "aws_kms_key": "KMS",
    "aws_lambda_function": "Lambda",
    "aws_s3_bucket": "S3",
    "aws_scheduler_schedule": "EventBridge Scheduler",
    "aws_sns_topic": "SNS",
    "aws_sns_topic_subscription": "SNS",
    "aws_sqs_queue": "SQS",
    "aws_ssm_parameter": "KMS",  # a standard parameter is free, to decrypt it is a request
}

FREE = {
    "aws_apigatewayv2_integration": "part of its API",
    "aws_apigatewayv2_route": "part of its API",
    "aws_apigatewayv2_route_response": "part of its API",
    "aws_apigatewayv2_stage": "part of its API",
    "aws_cloudfront_cache_policy": "part of the distribution",
    "aws_cloudfront_origin_access_control": "part of the distribution",
    "aws_cloudfront_response_headers_policy": "part of the distribution",
    "aws_cloudwatch_log_stream": "part of its log group",
    "aws_glue_catalog_database": "the first million objects and requests a month are free",
    "aws_glue_catalog_table": "the first million objects and requests a month are free; partitions are projected",
    "aws_iam_role": "IAM is free",
    "aws_iam_role_policy": "IAM is free",
    "aws_lambda_event_source_mapping": "its invocations are billed, its reads are free",
    "aws_lambda_function_event_invoke_config": "a setting",
    "aws_lambda_permission": "a setting",
    "aws_s3_bucket_lifecycle_configuration": "a setting; the transitions are billed",
    "aws_s3_bucket_policy": "a setting",
    "aws_s3_bucket_public_access_block": "a setting",
    "aws_s3_bucket_server_side_encryption_configuration": "SSE-S3 is free",
    "aws_s3_bucket_versioning": "no key of the lake is written twice, so there are no old versions",
    "aws_s3_object": "one small file, in the bucket's storage",
    "aws_secretsmanager_random_password": "one request a plan; nothing is kept in Secrets Manager",
}
