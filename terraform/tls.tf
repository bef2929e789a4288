# What takes nothing without TLS. Loopback is let through because an emulator on the same machine may have no TLS; no
# request reaches AWS from there, so on AWS the exception never holds.
locals {
  tls_only = merge(
    {
      lake       = { actions = ["s3:*"], resources = [local.lake_bucket_arn, "${local.lake_bucket_arn}/*"] }
      alerts     = { actions = ["sns:Publish"], resources = [local.topic_arn] }
      operations = { actions = ["sns:Publish"], resources = [local.operations_arn] }
      inbox      = { actions = ["sqs:*"], resources = [local.inbox_arn] }
    },
    { for queue in concat(values(local.webhook_queues), values(local.undelivered_queues)) : queue => {
      actions = ["sqs:*"], resources = ["${local.queue_arn_prefix}${queue}"]
    } },
    { for bucket in aws_s3_bucket.dashboard : "dashboard" => { actions = ["s3:*"], resources = [bucket.arn, "${bucket.arn}/*"] } },
  )
}

data "aws_iam_policy_document" "tls_only" {
  for_each = local.tls_only

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = each.value.actions
    resources = each.value.resources

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }

    condition {
      test     = "NotIpAddress"
      variable = "aws:SourceIp"
      values   = ["127.0.0.0/8"]
    }
  }
}
