data "aws_iam_policy_document" "api_handler" {
  statement {
    sid     = "ReadTables"
    actions = ["dynamodb:BatchGetItem", "dynamodb:Query"]
    resources = [
      local.table_arns["live_prices"],
      local.table_arns["price_candles"],
      local.table_arns["anomalies"],
      "${local.table_arns["anomalies"]}/index/*",
    ]
  }
}
