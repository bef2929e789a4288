data "aws_iam_policy_document" "api_handler" {
  statement {
    sid       = "ReadNewestPrices"
    actions   = ["dynamodb:BatchGetItem"]
    resources = [local.table_arns["latest_prices"]]
  }

  statement {
    sid     = "QueryTables"
    actions = ["dynamodb:Query"]
    resources = [
      local.table_arns["live_prices"],
      local.table_arns["price_candles"],
      local.table_arns["anomalies"],
      "${local.table_arns["anomalies"]}/index/*",
    ]
  }

  statement {
    sid       = "CompareToken"
    actions   = ["ssm:GetParameter"]
    resources = [local.query_token_arn]
  }

  statement {
    sid       = "AskAthena"
    actions   = ["sts:AssumeRole"]
    resources = [local.query_role_arn]
  }
}
