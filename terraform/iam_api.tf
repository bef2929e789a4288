data "aws_iam_policy_document" "api_handler" {
  statement {
    sid     = "QueryTables"
    actions = ["dynamodb:Query"]
    resources = [
      local.table_arns["live_prices"],
      local.table_arns["latest_prices"],
      local.table_arns["price_candles"],
      local.table_arns["counters"],
      "${local.table_arns["anomalies"]}/index/*",
    ]
  }

  statement {
    sid       = "NoteAcknowledgements"
    actions   = ["dynamodb:UpdateItem"]
    resources = [local.table_arns["anomalies"]]
  }

  dynamic "statement" {
    for_each = var.athena ? { CompareToken = ["ssm:GetParameter", local.query_token_arn], AskAthena = ["sts:AssumeRole", local.query_role_arn] } : {}

    content {
      sid       = statement.key
      actions   = [statement.value[0]]
      resources = [statement.value[1]]
    }
  }
}
