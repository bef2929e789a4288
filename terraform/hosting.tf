# The dashboard on AWS: the same build that `finpulse dashboard` serves, in a private bucket that only this CloudFront
# distribution reads. Terraform writes config.json; the build itself is uploaded by whoever deploys.

locals {
  hosted           = var.dashboard_hosting ? 1 : 0
  dashboard_bucket = "${var.name}-dashboard-${local.account}-${local.region}"
  dashboard_origin = "dashboard"

  dashboard_aliases = var.dashboard_domain == null ? [] : [var.dashboard_domain.name]
  dashboard_origins = [
    for host in flatten([for site in aws_cloudfront_distribution.dashboard : concat(local.dashboard_aliases, [site.domain_name])]) :
    "https://${host}"
  ]

  # The hosted page's own origins come on top of those that are configured.
  cors_origins = concat(var.cors_origins, local.dashboard_origins)

  # The API must know the distribution's name for CORS. So the distribution cannot know the API's id: its policy
  # lets the page call any API Gateway of this region, not only ours. An emulator serves both APIs below one address.
  execute_api_host = "execute-api.${local.region}.${data.aws_partition.current.dns_suffix}"
  dashboard_peers = (
    var.execute_api_base == null
    ? "https://*.${local.execute_api_host} wss://*.${local.execute_api_host}"
    : "${var.execute_api_base}/ ${replace(var.execute_api_base, "/^http/", "ws")}/"
  )

  # The same as finpulse_cli/web/headers.py, which a test holds to it.
  dashboard_csp = join("; ", [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self' ${local.dashboard_peers}",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
}

resource "aws_s3_bucket" "dashboard" {
  #checkov:skip=CKV_AWS_18:an access log needs a second bucket to guard; only CloudFront reads these public files
  #checkov:skip=CKV_AWS_21:the build is made again from the repository; there is no history to keep
  #checkov:skip=CKV_AWS_144:CloudFront keeps copies at its edges, and the build can be uploaded anywhere again
  #checkov:skip=CKV_AWS_145:SSE-S3 encrypts every object; a KMS key would guard a public page
  #checkov:skip=CKV2_AWS_61:nothing in here gets old; a deployment replaces the files
  #checkov:skip=CKV2_AWS_62:nothing reacts to a new object
  count = local.hosted

  bucket        = local.dashboard_bucket
  force_destroy = var.dashboard_force_destroy
}

resource "aws_s3_bucket_public_access_block" "dashboard" {
  count = local.hosted

  bucket                  = aws_s3_bucket.dashboard[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "dashboard" {
  count = local.hosted

  bucket = aws_s3_bucket.dashboard[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

data "aws_iam_policy_document" "dashboard" {
  count = local.hosted

  source_policy_documents = [data.aws_iam_policy_document.tls_only["dashboard"].json]

  # ListBucket makes a missing file a 404 rather than a 403; it shows nobody a list, since CloudFront passes only
  # reads of single files on.
  statement {
    sid       = "CloudFrontReads"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [aws_s3_bucket.dashboard[0].arn, "${aws_s3_bucket.dashboard[0].arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.dashboard[0].arn]
    }
  }
}

resource "aws_s3_bucket_policy" "dashboard" {
  count = local.hosted

  bucket = aws_s3_bucket.dashboard[0].id
  policy = data.aws_iam_policy_document.dashboard[0].json

  depends_on = [aws_s3_bucket_public_access_block.dashboard]
}

resource "aws_s3_object" "dashboard_config" {
  count = local.hosted

  bucket        = aws_s3_bucket.dashboard[0].id
  key           = "config.json"
  content_type  = "application/json"
  cache_control = "no-store"
  content = jsonencode({
    api_url          = one(aws_apigatewayv2_api.this[*].api_endpoint)
    websocket_url    = one(aws_apigatewayv2_stage.push[*].invoke_url)
    target           = "aws"
    interval_seconds = local.interval_seconds
  })
}

resource "aws_cloudfront_origin_access_control" "dashboard" {
  count = local.hosted

  name                              = local.dashboard_bucket
  description                       = "Lets the dashboard's distribution read its bucket."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "dashboard" {
  count = local.hosted

  name    = local.dashboard_bucket
  comment = "Binds what the dashboard may do."

  security_headers_config {
    content_security_policy {
      content_security_policy = local.dashboard_csp
      override                = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }

    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "same-origin"
      override = true
    }

    items {
      header   = "Permissions-Policy"
      value    = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
      override = true
    }
  }
}

# A file is kept at the edge as long as its Cache-Control says, without one for an hour: hashed files for ever,
# config.json not at all.
resource "aws_cloudfront_cache_policy" "dashboard" {
  count = local.hosted

  name        = local.dashboard_bucket
  comment     = "Files keep as long as they say."
  min_ttl     = 0
  default_ttl = 3600
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_distribution" "dashboard" {
  #checkov:skip=CKV_AWS_68:files that are public, without a request that reaches code; a WAF costs more than the hosting
  #checkov:skip=CKV2_AWS_47:the same
  #checkov:skip=CKV_AWS_86:an access log needs a bucket with ACLs to guard; CloudWatch has the request counts
  #checkov:skip=CKV_AWS_174:TLS 1.2 or newer is required with a domain of one's own; under the name CloudFront gives, AWS fixes the policy
  #checkov:skip=CKV_AWS_310:one origin; the files lie in a service that is itself redundant
  #checkov:skip=CKV_AWS_374:the dashboard is for whoever operates the stack, wherever they are
  #checkov:skip=CKV2_AWS_42:a domain and its certificate are the user's, see dashboard_domain; the name CloudFront gives works without
  count = local.hosted

  enabled             = true
  comment             = "FinPulse dashboard (${var.name})"
  default_root_object = "index.html"
  http_version        = "http2and3"
  is_ipv6_enabled     = true
  aliases             = local.dashboard_aliases
  price_class         = var.dashboard_price_class

  origin {
    origin_id                = local.dashboard_origin
    domain_name              = aws_s3_bucket.dashboard[0].bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.dashboard[0].id
  }

  default_cache_behavior {
    target_origin_id           = local.dashboard_origin
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.dashboard[0].id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.dashboard[0].id
  }

  # The page's own addresses are no files.
  dynamic "custom_error_response" {
    for_each = toset([403, 404])

    content {
      error_code            = custom_error_response.value
      response_code         = 200
      response_page_path    = "/index.html"
      error_caching_min_ttl = 10
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.dashboard_domain == null
    acm_certificate_arn            = one(var.dashboard_domain[*].certificate_arn)
    ssl_support_method             = var.dashboard_domain == null ? null : "sni-only"
    # AWS pins TLSv1 to the name that CloudFront gives; every browser of the last decade still agrees on 1.2 or newer.
    minimum_protocol_version = var.dashboard_domain == null ? "TLSv1" : "TLSv1.2_2021"
  }
}
