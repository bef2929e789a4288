resource "aws_s3_bucket" "lake" {
  #checkov:skip=CKV_AWS_18:an access log needs a second bucket to guard; only this stack's roles and the account's own people reach the lake
  #checkov:skip=CKV_AWS_144:public prices are not worth a copy in a second region; versioning covers mistakes
  #checkov:skip=CKV_AWS_145:SSE-S3 encrypts every object; a KMS key would guard public prices at the cost of a request an object
  #checkov:skip=CKV2_AWS_62:nothing reacts to a new object
  bucket        = local.lake_bucket
  force_destroy = var.lake_force_destroy
}

resource "aws_s3_bucket_public_access_block" "lake" {
  bucket                  = aws_s3_bucket.lake.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# The lake is the only full history: the stream forgets after a day, the tables after 7 and 30. An object deleted
# or overwritten by mistake stays for 30 days more. Hardly a key is ever written twice, so this costs next to nothing.
resource "aws_s3_bucket_versioning" "lake" {
  bucket = aws_s3_bucket.lake.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "lake" {
  bucket = aws_s3_bucket.lake.id
  policy = data.aws_iam_policy_document.tls_only["lake"].json

  depends_on = [aws_s3_bucket_public_access_block.lake]
}

resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id

  rule {
    id     = "archive"
    status = "Enabled"

    filter {
      prefix = "${local.raw_prefix}/"
    }

    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }

    transition {
      days          = 90
      storage_class = "GLACIER"
    }
  }

  rule {
    id     = "drop-query-results"
    status = "Enabled"

    filter {
      prefix = "${local.results_prefix}/"
    }

    expiration {
      days = 7
    }
  }

  rule {
    id     = "clean-up"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}
