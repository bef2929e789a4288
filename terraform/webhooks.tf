# Alerts to webhooks: the topic, a queue for each, alert_webhook, an HTTPS POST. What a webhook does not take comes
# again after longer and longer pauses, and after a dozen times, some 50 minutes, goes to its dead-letter queue.

resource "aws_ssm_parameter" "webhook" {
  #checkov:skip=CKV_AWS_337:AWS's managed key for SSM encrypts the parameter; only alert_webhook's role may read it, so a key of our own would add a monthly fee and no further barrier
  for_each = var.alert_webhooks

  name             = local.webhook_parameters[each.key]
  description      = "Where the webhook ${each.key} is, and what opens it."
  type             = "SecureString"
  value_wo         = try(jsonencode(var.alert_webhook_secrets[each.key]), "{}")
  value_wo_version = var.alert_webhook_version
}

# A queue's policy is an argument of the queue because a policy resource of its own makes Terraform wait another 25 s.
data "aws_iam_policy_document" "webhook" {
  for_each = local.webhook_queues

  source_policy_documents = [data.aws_iam_policy_document.tls_only[each.value].json]

  statement {
    sid       = "AlertsOnly"
    actions   = ["sqs:SendMessage"]
    resources = ["${local.queue_arn_prefix}${each.value}"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.topic_arn]
    }
  }
}

resource "aws_sqs_queue" "webhook" {
  for_each = local.webhook_queues

  name                       = each.value
  visibility_timeout_seconds = 6 * local.functions["alert_webhook"].timeout # what Lambda advises
  message_retention_seconds  = 345600                                       # 4 days
  sqs_managed_sse_enabled    = true
  policy                     = data.aws_iam_policy_document.webhook[each.key].json

  redrive_policy = jsonencode({
    deadLetterTargetArn = "${local.queue_arn_prefix}${local.undelivered_queues[each.key]}"
    maxReceiveCount     = 12
  })

  depends_on = [aws_sqs_queue.undelivered]
}

resource "aws_sqs_queue" "undelivered" {
  for_each = local.undelivered_queues

  name                      = each.value
  message_retention_seconds = 1209600 # 14 days, the longest SQS offers
  sqs_managed_sse_enabled   = true
  policy                    = data.aws_iam_policy_document.tls_only[each.value].json

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["${local.queue_arn_prefix}${local.webhook_queues[each.key]}"]
  })
}

# Only alerts have a severity and a symbol: digests and tests come to everybody.
resource "aws_sns_topic_subscription" "webhook" {
  for_each = var.alert_webhooks

  topic_arn           = aws_sns_topic.alerts.arn
  protocol            = "sqs"
  endpoint            = aws_sqs_queue.webhook[each.key].arn
  filter_policy_scope = "MessageAttributes"

  filter_policy = jsonencode({
    "$or" = [
      { kind = ["digest", "test"] },
      merge(
        { kind = ["alert"] },
        length(each.value.severities) > 0 ? { severity = each.value.severities } : {},
        length(each.value.symbols) > 0 ? { symbol = each.value.symbols } : {},
      ),
    ]
  })
}

# Two at a time, the fewest that Lambda knows: receivers limit how often they are called.
resource "aws_lambda_event_source_mapping" "webhook" {
  for_each = local.webhook_queues

  function_name           = aws_lambda_function.this["alert_webhook"].arn
  event_source_arn        = aws_sqs_queue.webhook[each.key].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }

  depends_on = [aws_iam_role_policy.function]
}
