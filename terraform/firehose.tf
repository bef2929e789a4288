locals {
  lake_partition = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
}

# A record ends its own line in the lake, whatever it holds: one that a producer ended with a newline, or not, costs no
# neighbour. Readers skip the empty line that a second newline makes.
resource "aws_kinesis_firehose_delivery_stream" "lake" {
  name        = local.firehose_name
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.quotes.arn
    role_arn           = aws_iam_role.firehose.arn
  }

  extended_s3_configuration {
    bucket_arn          = aws_s3_bucket.lake.arn
    role_arn            = aws_iam_role.firehose.arn
    prefix              = "${local.raw_prefix}/${local.lake_partition}"
    error_output_prefix = "${local.delivery_prefix}/!{firehose:error-output-type}/${local.lake_partition}"
    custom_time_zone    = "UTC"
    compression_format  = var.lake_compression
    file_extension      = var.lake_compression == "GZIP" ? ".json.gz" : ".json" # Athena unpacks by extension
    buffering_interval  = var.lake_buffer_seconds
    buffering_size      = var.lake_buffer_mb

    processing_configuration {
      enabled = true

      processors {
        type = "AppendDelimiterToRecord"

        parameters {
          parameter_name  = "Delimiter"
          parameter_value = "\\n"
        }
      }
    }

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.firehose.name
      log_stream_name = aws_cloudwatch_log_stream.firehose.name
    }
  }

  depends_on = [aws_iam_role_policy.firehose]
}

data "aws_iam_policy_document" "firehose_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["firehose.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

data "aws_iam_policy_document" "firehose" {
  statement {
    sid       = "ReadStream"
    actions   = ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    resources = [local.stream_arn]
  }

  statement {
    sid       = "ReachLake"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [local.lake_bucket_arn]
  }

  statement {
    sid     = "WriteLake"
    actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
    resources = [
      "${local.lake_bucket_arn}/${local.raw_prefix}/*",
      "${local.lake_bucket_arn}/${local.delivery_prefix}/*",
    ]
  }

  statement {
    sid       = "WriteErrorLog"
    actions   = ["logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.firehose.arn}:log-stream:${aws_cloudwatch_log_stream.firehose.name}"]
  }
}

resource "aws_iam_role" "firehose" {
  name               = "${var.name}-firehose"
  description        = "Lets Firehose copy the stream to the lake."
  assume_role_policy = data.aws_iam_policy_document.firehose_trust.json
}

resource "aws_iam_role_policy" "firehose" {
  name   = "stream-to-lake"
  role   = aws_iam_role.firehose.id
  policy = data.aws_iam_policy_document.firehose.json
}
