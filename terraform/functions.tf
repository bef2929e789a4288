locals {
  # `timeout` in seconds, `memory` in MB. A consumer's timeout leaves room for the largest batch and the client's
  # retries; the ingester ends before its next minute; the APIs answer before API Gateway gives up at
  # 30 s (29 s for the push API); the fan-out ends while a push is still news.
  all_functions = {
    data_ingester = {
      description = "Quotes the symbols from their providers and puts them on the stream."
      timeout     = 55
      memory      = 256
      environment = merge({
        STREAM_NAME      = local.stream_name
        COUNTERS_TABLE   = local.table_names.counters
        SYMBOLS          = join(",", var.symbols)
        SCHEDULE_MINUTES = tostring(var.schedule_minutes)
        PROVIDERS        = join(",", var.quote_providers)
        QUOTE_FUNCTION   = local.quote_function
        EXCHANGE_HOURS   = var.exchange_hours
        },
        local.plan_environment,
        { for name in var.quote_providers : "${upper(name)}_URL" => local.provider_urls[name] },
        { for name in var.quote_providers : "${upper(name)}_KEY_PARAMETER" => local.key_parameters[name] },
      )
    }
    price_processor = {
      description = "Writes every quote of the stream to live_prices, the newest of each series to latest_prices."
      timeout     = 120
      memory      = 512
      environment = {
        LIVE_PRICES_TABLE   = local.table_names.live_prices
        LATEST_PRICES_TABLE = local.table_names.latest_prices
        PROGRESS_TABLE      = local.table_names.consumer_progress
        LAKE_BUCKET         = local.lake_bucket
      }
    }
    aggregator = {
      description = "Folds the quotes of the stream into minute candles and counts them."
      timeout     = 120
      memory      = 512
      environment = {
        PRICE_CANDLES_TABLE  = local.table_names.price_candles
        SESSION_STARTS_TABLE = local.table_names.session_starts
        COUNTERS_TABLE       = local.table_names.counters
        PROGRESS_TABLE       = local.table_names.consumer_progress
        LAKE_BUCKET          = local.lake_bucket
      }
    }
    anomaly_detector = {
      description = "Judges every quote by its detectors, stores anomalies and alerts once."
      timeout     = 120
      memory      = 512
      environment = {
        ANOMALIES_TABLE        = local.table_names.anomalies
        COUNTERS_TABLE         = local.table_names.counters
        DETECTOR_STATE_TABLE   = local.table_names.detector_state
        ALERTING_TABLE         = local.table_names.alerting
        PROGRESS_TABLE         = local.table_names.consumer_progress
        LAKE_BUCKET            = local.lake_bucket
        ALERT_TOPIC_ARN        = local.topic_arn
        ALERT_COOLDOWN_MINUTES = tostring(var.alert_cooldown_minutes)
        DETECTORS              = local.detectors
      }
    }
    api_handler = {
      description = "Answers the HTTP API from the tables, and hands SQL over the lake to Athena."
      timeout     = 25
      memory      = 512
      environment = merge(local.query_environment, {
        LIVE_PRICES_TABLE       = local.table_names.live_prices
        LATEST_PRICES_TABLE     = local.table_names.latest_prices
        PRICE_CANDLES_TABLE     = local.table_names.price_candles
        ANOMALIES_TABLE         = local.table_names.anomalies
        COUNTERS_TABLE          = local.table_names.counters
        SYMBOLS                 = join(",", var.symbols)
        INGEST_INTERVAL_SECONDS = tostring(local.interval_seconds)
        EXCHANGE_HOURS          = var.exchange_hours
        GLUE_DATABASE           = local.database_name
        GLUE_TABLE              = local.events_table
      })
    }
    alert_webhook = {
      description = "Hands alerts from the webhooks' queues to the webhooks, each once."
      timeout     = 40
      memory      = 256
      environment = {
        ALERTING_TABLE  = local.table_names.alerting
        ANOMALIES_TABLE = local.table_names.anomalies
        WEBHOOKS = jsonencode({
          for name, webhook in var.alert_webhooks : local.webhook_queues[name] => {
            name      = name
            format    = webhook.format
            parameter = local.webhook_parameters[name]
          }
        })
      }
    }
    alert_digest = {
      description = "Tells in one message what a silence or the quiet hours held, once they are over."
      timeout     = 60
      memory      = 256
      environment = {
        ALERTING_TABLE  = local.table_names.alerting
        ANOMALIES_TABLE = local.table_names.anomalies
        ALERT_TOPIC_ARN = local.topic_arn
      }
    }
    push_gateway = {
      description = "Answers the push API: who connects, subscribes and leaves."
      timeout     = 25
      memory      = 256
      environment = {
        CONNECTIONS_TABLE = local.table_names.connections
        CORS_ORIGINS      = join(",", local.cors_origins)
      }
    }
    push_fanout = {
      description = "Sends what changed in the tables to the connections that want it."
      timeout     = 30
      memory      = 512
      environment = {
        CONNECTIONS_TABLE   = local.table_names.connections
        LATEST_PRICES_TABLE = local.table_names.latest_prices
        PRICE_CANDLES_TABLE = local.table_names.price_candles
        ANOMALIES_TABLE     = local.table_names.anomalies
        PUSH_ENDPOINT       = local.push_endpoint
      }
    }
  }

  # Without Athena the API has no SQL, and its function none of these.
  query_environment = var.athena ? {
    QUERY_TOKEN_PARAMETER    = local.query_token
    QUERY_ROLE_ARN           = local.query_role_arn
    ATHENA_WORKGROUP         = local.workgroup_name
    QUERY_TIME_LIMIT_SECONDS = tostring(var.query_seconds)
  } : {}

  # What a stack has only with its push API, or with a webhook.
  push_functions = ["push_gateway", "push_fanout"]
  with_webhooks  = length(var.alert_webhooks) > 0
  functions = {
    for key, function in local.all_functions : key => function
    if(var.push_api || !contains(local.push_functions, key)) && (local.with_webhooks || key != "alert_webhook")
  }

  function_zips = { for key in keys(local.functions) : key => "${var.lambda_zip_dir}/${key}.zip" }
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_50:a trace ends at the stream, so events are followed by their event_id instead; tracing would only widen every role
  #checkov:skip=CKV_AWS_115:an account's first quota is 10 executions, none of which it may reserve; shards bound the consumers, the schedule the ingester, throttling the API
  #checkov:skip=CKV_AWS_116:the consumers' mappings have an on-failure destination, the webhooks' queues a dead-letter queue, a missed quote is followed by the next one, and the APIs answer their callers
  #checkov:skip=CKV_AWS_117:the functions reach only AWS's public endpoints, the providers of quotes and the webhooks; a VPC would add a NAT gateway and isolate nothing
  #checkov:skip=CKV_AWS_173:the environment holds names, numbers and a URL; the secrets are in SSM
  #checkov:skip=CKV_AWS_272:who applies the stack builds the zips from the same checkout, so a signature would prove nothing further
  for_each = local.functions

  function_name    = local.function_names[each.key]
  description      = each.value.description
  role             = aws_iam_role.function[each.key].arn
  runtime          = var.lambda_runtime
  architectures    = ["x86_64"]
  handler          = "lambdas.${each.key}.handler.handler"
  filename         = local.function_zips[each.key]
  source_code_hash = try(filebase64sha256(local.function_zips[each.key]), null) # a stack can be destroyed without the zips
  timeout          = each.value.timeout
  memory_size      = each.value.memory

  environment {
    variables = each.value.environment
  }

  # The group exists first, with its retention; Lambda would make one that keeps logs for ever.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function[each.key].name
  }
}

# The schedule invokes the ingester asynchronously. A quote that failed is not asked for again a minute later,
# when the next one is due: that would spend the daily quota of the key twice.
resource "aws_lambda_function_event_invoke_config" "ingester" {
  function_name                = aws_lambda_function.this["data_ingester"].function_name
  maximum_event_age_in_seconds = 60
  maximum_retry_attempts       = 0
}
