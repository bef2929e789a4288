data "aws_iam_policy_document" "ingester" {
  statement {
    sid       = "PutQuotes"
    actions   = ["kinesis:PutRecords"]
    resources = [local.stream_arn]
  }

  statement {
    sid       = "ReadKey"
    actions   = ["ssm:GetParameter"]
    resources = [local.key_parameter_arn]
  }

  # The AWS managed key has no ARN that could be known here, so the request is pinned instead:
  # through SSM, and for this one parameter.
  statement {
    sid       = "DecryptKey"
    actions   = ["kms:Decrypt"]
    resources = ["arn:${local.partition}:kms:${local.region}:${local.account}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["ssm.${local.region}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:PARAMETER_ARN"
      values   = [local.key_parameter_arn]
    }
  }
}
