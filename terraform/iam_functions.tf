# One role a function. Each holds the log statement below and the function's own document:
# iam_ingester.tf, iam_consumers.tf, iam_api.tf, iam_webhooks.tf, iam_push.tf. Queries run under a role of their own: query.tf.

locals {
  function_policies = {
    data_ingester    = [data.aws_iam_policy_document.ingester.json]
    price_processor  = [data.aws_iam_policy_document.consumer.json, data.aws_iam_policy_document.price_processor.json]
    aggregator       = [data.aws_iam_policy_document.consumer.json, data.aws_iam_policy_document.aggregator.json]
    anomaly_detector = [data.aws_iam_policy_document.consumer.json, data.aws_iam_policy_document.anomaly_detector.json]
    api_handler      = [data.aws_iam_policy_document.api_handler.json]
    alert_digest     = [data.aws_iam_policy_document.alert_digest.json]
    alert_webhook    = data.aws_iam_policy_document.alert_webhook[*].json
    push_gateway     = [data.aws_iam_policy_document.push_gateway.json]
    push_fanout      = data.aws_iam_policy_document.push_fanout[*].json
  }
}

data "aws_iam_policy_document" "function_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "function" {
  for_each = local.functions

  source_policy_documents = local.function_policies[each.key]

  statement {
    sid       = "WriteOwnLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_groups[each.key]}:*"]
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name               = local.function_names[each.key]
  description        = "What ${each.key} may do."
  assume_role_policy = data.aws_iam_policy_document.function_trust.json
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  name   = "permissions"
  role   = aws_iam_role.function[each.key].id
  policy = data.aws_iam_policy_document.function[each.key].json
}
