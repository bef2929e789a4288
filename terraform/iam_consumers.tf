# What all three consumers do: read the stream, quarantine bad records, note their progress, and let Lambda put
# the batches it gave up into the lake.
data "aws_iam_policy_document" "consumer" {
  statement {
    sid = "ReadStream"
    actions = [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ]
    resources = [local.stream_arn]
  }

  statement {
    sid     = "PutQuarantineAndFailedBatches"
    actions = ["s3:PutObject"]
    resources = [
      "${local.lake_bucket_arn}/${local.quarantine_prefix}/*",
      "${local.lake_bucket_arn}/${local.failed_prefix}/*",
    ]
  }

  statement {
    sid       = "ReachFailedBatchBucket"
    actions   = ["s3:ListBucket"]
    resources = [local.lake_bucket_arn]
  }

  statement {
    sid       = "NoteProgress"
    actions   = ["dynamodb:UpdateItem"]
    resources = [local.table_arns["consumer_progress"]]
  }
}

data "aws_iam_policy_document" "price_processor" {
  statement {
    sid       = "WritePrices"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:Query"]
    resources = [local.table_arns["live_prices"]]
  }

  statement {
    sid       = "WriteNewest"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"]
    resources = [local.table_arns["latest_prices"]]
  }
}

data "aws_iam_policy_document" "aggregator" {
  statement {
    sid       = "FoldCandles"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:Query"]
    resources = [local.table_arns["price_candles"]]
  }

  statement {
    sid       = "NoteSessionsAndCount"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"]
    resources = [local.table_arns["session_starts"], local.table_arns["counters"]]
  }
}

data "aws_iam_policy_document" "anomaly_detector" {
  statement {
    sid       = "StoreAnomalies"
    actions   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.table_arns["anomalies"]]
  }

  statement {
    sid       = "CountAnomalies"
    actions   = ["dynamodb:DeleteItem", "dynamodb:UpdateItem"]
    resources = [local.table_arns["counters"]]
  }

  statement {
    sid       = "KeepState"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]
    resources = [local.table_arns["detector_state"]]
  }

  statement {
    sid       = "AskWhatHoldsAlerts"
    actions   = ["dynamodb:Query"]
    resources = [local.table_arns["alerting"]]
  }

  statement {
    sid       = "Alert"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]
  }
}
