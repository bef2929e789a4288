# Neither topic takes anything from other accounts: nobody else is allowed anything.
data "aws_iam_policy_document" "operations" {
  source_policy_documents = [data.aws_iam_policy_document.tls_only["operations"].json]

  statement {
    sid       = "OwnAlarms"
    actions   = ["sns:Publish"]
    resources = [local.operations_arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

# Anomalies: published by anomaly_detector, read by people.
resource "aws_sns_topic" "alerts" {
  name              = local.topic_name
  kms_master_key_id = "alias/aws/sns"
  policy            = data.aws_iam_policy_document.tls_only["alerts"].json
}

resource "aws_sns_topic_subscription" "alerts_email" {
  count = var.alert_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.alert_email
}

# The inbox of targets where an e-mail goes nowhere. Its policy is an argument of the queue because a policy
# resource of its own makes Terraform wait another 25 s.
data "aws_iam_policy_document" "inbox" {
  source_policy_documents = [data.aws_iam_policy_document.tls_only["inbox"].json]

  statement {
    sid       = "AlertsOnly"
    actions   = ["sqs:SendMessage"]
    resources = [local.inbox_arn]

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

resource "aws_sqs_queue" "inbox" {
  count = var.alert_inbox ? 1 : 0

  name                      = local.inbox_name
  message_retention_seconds = 1209600 # 14 days, the longest SQS offers
  sqs_managed_sse_enabled   = true
  policy                    = data.aws_iam_policy_document.inbox.json
}

resource "aws_sns_topic_subscription" "inbox" {
  count = var.alert_inbox ? 1 : 0

  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.inbox[0].arn
}

# Alarms have a topic of their own: CloudWatch cannot publish to one encrypted with AWS's managed key.
resource "aws_sns_topic" "operations" {
  #checkov:skip=CKV_AWS_26:CloudWatch alarms cannot use AWS's managed key; the messages hold names of alarms and metrics, not worth a key of our own
  name   = local.operations
  policy = data.aws_iam_policy_document.operations.json
}

resource "aws_sns_topic_subscription" "operations_email" {
  count = var.alert_email == null ? 0 : 1

  topic_arn = aws_sns_topic.operations.arn
  protocol  = "email"
  endpoint  = var.alert_email
}
