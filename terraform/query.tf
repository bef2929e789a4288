# SQL over the API: the token that it takes, and the role under which Athena is asked.

# A new password at every plan, which only the write-only argument below sees, and only when its version changes.
ephemeral "aws_secretsmanager_random_password" "query_token" {
  count = var.athena ? 1 : 0

  password_length     = 43 # of 62 characters: 256 bits
  exclude_punctuation = true
}

resource "aws_ssm_parameter" "query_token" {
  #checkov:skip=CKV_AWS_337:AWS's managed key for SSM encrypts the parameter; only api_handler's role may read it, so a key of our own would add a monthly fee and no further barrier
  count = var.athena ? 1 : 0

  name             = local.query_token
  description      = "Bearer token of the API's routes for SQL."
  type             = "SecureString"
  value_wo         = ephemeral.aws_secretsmanager_random_password.query_token[0].random_password
  value_wo_version = var.query_token_version
}

# Athena reads with the rights of whoever asks. What api_handler may read beside the lake is out of reach of SQL.
data "aws_iam_policy_document" "query_trust" {
  count = var.athena ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.function["api_handler"].arn]
    }
  }
}

resource "aws_iam_role" "query" {
  count = var.athena ? 1 : 0

  name               = local.query_role
  description        = "What a query over the API may do."
  assume_role_policy = data.aws_iam_policy_document.query_trust[0].json
}

data "aws_iam_policy_document" "query" {
  count = var.athena ? 1 : 0

  statement {
    sid = "AskInWorkgroup"
    actions = [
      "athena:GetQueryExecution",
      "athena:GetQueryResults",
      "athena:StartQueryExecution",
      "athena:StopQueryExecution",
    ]
    resources = ["arn:${local.partition}:athena:${local.region}:${local.account}:workgroup/${local.workgroup_name}"]
  }

  # The partitions are projected: there are none in the catalogue to be read.
  statement {
    sid     = "ReadCatalogue"
    actions = ["glue:GetDatabase", "glue:GetTable"]
    resources = [
      "arn:${local.partition}:glue:${local.region}:${local.account}:catalog",
      "arn:${local.partition}:glue:${local.region}:${local.account}:database/${local.database_name}",
      "arn:${local.partition}:glue:${local.region}:${local.account}:table/${local.database_name}/${local.events_table}",
    ]
  }

  statement {
    sid       = "FindBucket"
    actions   = ["s3:GetBucketLocation"]
    resources = [local.lake_bucket_arn]
  }

  statement {
    sid       = "ListEventsAndResults"
    actions   = ["s3:ListBucket"]
    resources = [local.lake_bucket_arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["${local.raw_prefix}/*", "${local.results_prefix}/*"]
    }
  }

  statement {
    sid       = "ReadEvents"
    actions   = ["s3:GetObject"]
    resources = ["${local.lake_bucket_arn}/${local.raw_prefix}/*"]
  }

  statement {
    sid       = "KeepResults"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${local.lake_bucket_arn}/${local.results_prefix}/*"]
  }
}

resource "aws_iam_role_policy" "query" {
  count = var.athena ? 1 : 0

  name   = "permissions"
  role   = aws_iam_role.query[0].id
  policy = data.aws_iam_policy_document.query[0].json
}
