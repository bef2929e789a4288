data "aws_iam_policy_document" "alert_webhook" {
  count = length(var.alert_webhooks) > 0 ? 1 : 0

  # to postpone a message and to find its queue is the function's, the rest is Lambda's on its behalf
  statement {
    sid = "TakeFromQueues"
    actions = [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ]
    resources = [for queue in values(local.webhook_queues) : "${local.queue_arn_prefix}${queue}"]
  }

  statement {
    sid       = "ReadAddresses"
    actions   = ["ssm:GetParameter"]
    resources = [for name in values(local.webhook_parameters) : "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${name}"]
  }

  statement {
    sid       = "ClaimAndNoteDeliveries"
    actions   = ["dynamodb:UpdateItem"]
    resources = [local.table_arns["alerting"], local.table_arns["anomalies"]]
  }
}
