data "aws_iam_policy_document" "push_gateway" {
  statement {
    sid       = "KeepSubscriptions"
    actions   = ["dynamodb:DeleteItem", "dynamodb:PutItem"]
    resources = [local.table_arns["connections"]]
  }
}

data "aws_iam_policy_document" "push_fanout" {
  count = var.push_api ? 1 : 0

  statement {
    sid       = "ReadChanges"
    actions   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    resources = [for name in local.streamed_tables : "${local.table_arns[name]}/stream/*"]
  }

  # DynamoDB knows no narrower resource for this action.
  statement {
    sid       = "FindStreams"
    actions   = ["dynamodb:ListStreams"]
    resources = ["*"]
  }

  statement {
    sid       = "FindConnections"
    actions   = ["dynamodb:DeleteItem", "dynamodb:Query"]
    resources = [local.table_arns["connections"]]
  }

  statement {
    sid       = "Push"
    actions   = ["execute-api:ManageConnections"]
    resources = ["${aws_apigatewayv2_api.push[0].execution_arn}/${local.push_stage}/POST/@connections/*"]
  }
}
