locals {
  log_groups = { for key, name in local.function_names : key => "/aws/lambda/${name}" }
}

resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_158:CloudWatch's own encryption is enough for logs that hold public quotes and no secret
  #checkov:skip=CKV_AWS_338:the records to keep lie in the lake; these logs serve debugging, for log_retention_days
  for_each = local.log_groups

  name              = each.value
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_group" "api" {
  #checkov:skip=CKV_AWS_158:CloudWatch's own encryption is enough for logs that hold public quotes and no secret
  #checkov:skip=CKV_AWS_338:the records to keep lie in the lake; these logs serve debugging, for log_retention_days
  count = var.http_api ? 1 : 0

  name              = "/aws/apigateway/${local.api_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_group" "push" {
  #checkov:skip=CKV_AWS_158:CloudWatch's own encryption is enough for logs that hold public quotes and no secret
  #checkov:skip=CKV_AWS_338:the records to keep lie in the lake; these logs serve debugging, for log_retention_days
  count = var.push_api && var.push_access_log ? 1 : 0

  name              = "/aws/apigateway/${local.push_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_group" "firehose" {
  #checkov:skip=CKV_AWS_158:CloudWatch's own encryption is enough for logs that hold public quotes and no secret
  #checkov:skip=CKV_AWS_338:the records to keep lie in the lake; these logs serve debugging, for log_retention_days
  name              = "/aws/kinesisfirehose/${local.firehose_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_stream" "firehose" {
  name           = "delivery"
  log_group_name = aws_cloudwatch_log_group.firehose.name
}
