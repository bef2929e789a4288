resource "aws_scheduler_schedule" "ingest" {
  #checkov:skip=CKV_AWS_297:the payload of the schedule is the time it fired at, nothing to keep secret with a key of our own
  name                = local.schedule_name
  description         = "Wakes data_ingester every ${var.schedule_minutes} min."
  state               = var.schedule_enabled ? "ENABLED" : "DISABLED"
  schedule_expression = local.schedule_expression

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.this["data_ingester"].arn
    role_arn = aws_iam_role.scheduler.arn
    # Not jsonencode: it writes < and > as \u003c and \u003e, and the Scheduler would not know its placeholder.
    input = "{\"scheduled_at\": \"<aws.scheduler.scheduled-time>\"}"

    retry_policy {
      maximum_event_age_in_seconds = 60
      maximum_retry_attempts       = 3
    }
  }

  depends_on = [aws_iam_role_policy.scheduler, aws_kinesis_stream.quotes]
}

locals {
  interval_seconds = var.schedule_minutes * 60

  schedule_expression = (
    var.schedule_minutes == 1 ? "cron(* * * * ? *)" :
    var.schedule_minutes == 60 ? "cron(0 * * * ? *)" : "cron(0/${var.schedule_minutes} * * * ? *)"
  )
}

data "aws_iam_policy_document" "scheduler_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/default"]
    }
  }
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    sid       = "InvokeWhatIsDue"
    actions   = ["lambda:InvokeFunction"]
    resources = [local.function_arns["data_ingester"], local.function_arns["alert_digest"]]
  }
}

resource "aws_iam_role" "scheduler" {
  name               = "${var.name}-scheduler"
  description        = "Lets EventBridge Scheduler invoke data_ingester and alert_digest."
  assume_role_policy = data.aws_iam_policy_document.scheduler_trust.json
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "invoke-ingester"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.scheduler.json
}
