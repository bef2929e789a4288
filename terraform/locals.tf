# Names and ARNs are put together here instead of being read from the resources, so that roles, functions and
# tables are created side by side: waiting for the stream alone would add half a minute to every apply.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = var.region

  stream_name    = "${var.name}-quotes"
  lake_bucket    = "${var.name}-lake-${local.account}-${local.region}"
  firehose_name  = "${var.name}-lake"
  api_name       = "${var.name}-api"
  push_name      = "${var.name}-push"
  schedule_name  = "${var.name}-ingest"
  digest_name    = "${var.name}-digest"
  topic_name     = "${var.name}-alerts"
  operations     = "${var.name}-operations"
  inbox_name     = "${var.name}-alert-inbox"
  workgroup_name = var.name
  database_name  = replace(var.name, "-", "_")
  events_table   = "raw_events"
  query_token    = "/${var.name}/query-token"
  query_role     = "${var.name}-query"
  function_names = { for key in keys(local.functions) : key => "${var.name}-${replace(key, "_", "-")}" }
  table_names    = { for key in keys(local.tables) : key => "${var.name}-${replace(key, "_", "-")}" }

  # One queue and one dead-letter queue a webhook.
  webhook_queues     = { for name in keys(var.alert_webhooks) : name => "${var.name}-webhook-${name}" }
  undelivered_queues = { for name, queue in local.webhook_queues : name => "${queue}-undelivered" }
  webhook_parameters = { for name in keys(var.alert_webhooks) : name => "/${var.name}/webhooks/${name}" }

  queue_arn_prefix  = "arn:${local.partition}:sqs:${local.region}:${local.account}:"
  stream_arn        = "arn:${local.partition}:kinesis:${local.region}:${local.account}:stream/${local.stream_name}"
  lake_bucket_arn   = "arn:${local.partition}:s3:::${local.lake_bucket}"
  firehose_arn      = "arn:${local.partition}:firehose:${local.region}:${local.account}:deliverystream/${local.firehose_name}"
  topic_arn         = "arn:${local.partition}:sns:${local.region}:${local.account}:${local.topic_name}"
  operations_arn    = "arn:${local.partition}:sns:${local.region}:${local.account}:${local.operations}"
  inbox_arn         = "${local.queue_arn_prefix}${local.inbox_name}"
  provider_key_arns = { for name, path in local.key_parameters : name => "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${path}" }
  query_token_arn   = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${local.query_token}"
  query_role_arn    = "arn:${local.partition}:iam::${local.account}:role/${local.query_role}"
  table_arns        = { for key, name in local.table_names : key => "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${name}" }
  function_arns     = { for key, name in local.function_names : key => "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${name}" }

  # Where the API key of each provider of quotes is kept; the third one has its line here and in the validation of quote_providers.
  key_parameters = {
    alpha_vantage = "/${var.name}/alpha-vantage-key"
    finnhub       = "/${var.name}/finnhub-key"
  }
  provider_urls = {
    alpha_vantage = var.alpha_vantage_url
    finnhub       = var.finnhub_url
  }

  # Who reads the stream. The key is also the consumer's name in the progress table and in its metrics.
  consumers = toset(["price_processor", "aggregator", "anomaly_detector"])

  # Prefixes of the lake bucket.
  raw_prefix        = "raw-data"
  quarantine_prefix = "quarantine"
  failed_prefix     = "aws/lambda" # fixed by Lambda: where a mapping's on-failure destination writes
  delivery_prefix   = "delivery-errors"
  results_prefix    = "athena-results"
}
