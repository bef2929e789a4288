# The contract with the command line: finpulse_cli/stack/outputs.py reads these.

output "region" {
  description = "Region the stack lives in."
  value       = local.region
}

output "account" {
  description = "Account the stack lives in."
  value       = local.account
}

output "stream_name" {
  description = "Name of the Kinesis stream that carries the quotes."
  value       = aws_kinesis_stream.quotes.name
}

output "shard_count" {
  description = "Open shards of the stream."
  value       = aws_kinesis_stream.quotes.shard_count
}

output "tables" {
  description = "DynamoDB table names: live_prices, latest_prices, price_candles, anomalies, detector_state, consumer_progress, connections, alerting."
  value       = { for key, table in aws_dynamodb_table.this : key => table.name }
}

output "lake_bucket" {
  description = "Bucket of the lake, of quarantined records and of Athena's results."
  value       = aws_s3_bucket.lake.id
}

output "alert_topic_arn" {
  description = "SNS topic that anomaly alerts go to."
  value       = aws_sns_topic.alerts.arn
}

output "alert_inbox_url" {
  description = "SQS queue that collects the alerts; null unless alert_inbox is set."
  value       = one(aws_sqs_queue.inbox[*].url)
}

output "webhooks" {
  description = "What alerts are posted to, by name: its format, queue and the queue of what could not be delivered."
  value = {
    for name, webhook in var.alert_webhooks : name => {
      format          = webhook.format
      queue_url       = aws_sqs_queue.webhook[name].url
      undelivered_url = aws_sqs_queue.undelivered[name].url
    }
  }
}

output "functions" {
  description = "Lambda function names by package: data_ingester, price_processor, aggregator, anomaly_detector, api_handler; with push_api also push_gateway, push_fanout, with alert_webhooks alert_webhook."
  value       = { for key, function in aws_lambda_function.this : key => function.function_name }
}

output "log_groups" {
  description = "CloudWatch log group of each function, by package."
  value       = { for key, group in aws_cloudwatch_log_group.function : key => group.name }
}

output "api_id" {
  description = "Id of the HTTP API; emulators serve it by this id. Null without http_api."
  value       = one(aws_apigatewayv2_api.this[*].id)
}

output "api_url" {
  description = "URL of the HTTP API; an emulator may serve it under its id only. Null without http_api."
  value       = one(aws_apigatewayv2_api.this[*].api_endpoint)
}

output "api_routes" {
  description = "Routes of the HTTP API, for who serves api_handler where there is none."
  value       = sort(local.api_routes)
}

output "cors_origins" {
  description = "Origins that the APIs let in."
  value       = local.cors_origins
}

output "websocket_api_id" {
  description = "Id of the push API; emulators serve it by this id. Null without push_api."
  value       = one(aws_apigatewayv2_api.push[*].id)
}

output "websocket_url" {
  description = "URL of the push API, its stage included; an emulator may serve it under its id only. Null without push_api."
  value       = one(aws_apigatewayv2_stage.push[*].invoke_url)
}

output "firehose_name" {
  description = "Firehose stream that copies the events to the lake."
  value       = aws_kinesis_firehose_delivery_stream.lake.name
}

output "schedule_name" {
  description = "Schedule that wakes data_ingester, in the default schedule group."
  value       = aws_scheduler_schedule.ingest.name
}

output "schedule_enabled" {
  description = "Whether that schedule is meant to fire."
  value       = var.schedule_enabled
}

output "glue_database" {
  description = "Glue database of the lake."
  value       = local.database_name
}

output "glue_table" {
  description = "Glue table over the raw events."
  value       = local.events_table
}

output "event_columns" {
  description = "Columns of that table with their Hive types, for who reads the lake without Glue."
  value       = local.event_columns
}

output "athena_workgroup" {
  description = "Athena workgroup that enforces the scan limit; null without athena."
  value       = one(aws_athena_workgroup.lake[*].name)
}

output "query_token_parameter" {
  description = "SSM parameter that holds the token of the API's routes for SQL; null without athena."
  value       = one(aws_ssm_parameter.query_token[*].name)
}

output "interval_seconds" {
  description = "Seconds between two quotes of whichever symbol while the exchange is open: by the schedule, or as far apart as the plan's requests are spread."
  value       = local.interval_seconds
}

output "exchange_hours" {
  description = "When quotes are asked for: nyse (New York's sessions) or always."
  value       = var.exchange_hours
}

output "symbols" {
  description = "Symbols that data_ingester quotes."
  value       = var.symbols
}

output "dashboard_bucket" {
  description = "Bucket that the dashboard's build is uploaded to; null unless dashboard_hosting is set."
  value       = one(aws_s3_bucket.dashboard[*].id)
}

output "dashboard_distribution_id" {
  description = "CloudFront distribution to invalidate after an upload; null unless dashboard_hosting is set."
  value       = one(aws_cloudfront_distribution.dashboard[*].id)
}

output "dashboard_url" {
  description = "Where the hosted dashboard is; null unless dashboard_hosting is set."
  value       = one(slice(local.dashboard_origins, 0, local.hosted))
}
