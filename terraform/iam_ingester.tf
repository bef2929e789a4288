data "aws_iam_policy_document" "ingester" {
  statement {
    sid       = "PutQuotes"
    actions   = ["kinesis:PutRecords"]
    resources = [local.stream_arn]
  }

  # No kms:Decrypt beside it: the policy of AWS's managed key for SSM lets whoever may ask SSM in this account use it.
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
  statement {
    sid       = "ReadKey"
    actions   = ["ssm:GetParameter"]
    resources = [for name in var.quote_providers : local.provider_key_arns[name]]
  }

  # The counts of requests and whose turn it is: one partition of the counters, none of the others.
  statement {
    sid       = "CountRequests"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [local.table_arns["counters"]]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = ["requests"]
    }
  }
}
