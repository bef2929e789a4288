resource "aws_scheduler_schedule" "ingest" {
  #checkov:skip=CKV_AWS_297:the payload of the schedule is the time it fired at, nothing to keep secret with a key of our own
  name                = local.schedule_name
  description         = "Wakes data_ingester every ${var.schedule_minutes} min${var.exchange_hours == "nyse" ? " while New York may trade" : ""}."
  state               = var.schedule_enabled ? "ENABLED" : "DISABLED"
  schedule_expression = local.schedule_expression

  schedule_expression_timezone = var.exchange_hours == "nyse" ? "America/New_York" : "UTC"

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

  lifecycle {
    precondition {
      condition     = local.plan.daily_requests == null || local.quote_calls <= coalesce(local.plan.daily_requests, 1)
      error_message = "${length(var.symbols)} symbols take ${local.quote_calls} requests for one quote each, and the plan has ${coalesce(local.plan.daily_requests, 0)} a day: name fewer symbols, or set alpha_vantage_plan."
    }
  }

  depends_on = [aws_iam_role_policy.scheduler, aws_kinesis_stream.quotes]
}

locals {
  # The session is from 9:30 up to, not including, 16:00. One expression names whole hours only, so the half hour from
  # 9:00 is woken for nothing, as are holidays and the afternoon of a half day: the function knows the calendar and asks
  # nobody. A second schedule would spare 30 wake-ups a day, less than a cent a year. Days go by their names: emulators
  # do not agree with AWS on the number of a weekday.
  schedule_minutes    = var.schedule_minutes == 1 ? "*" : var.schedule_minutes == 60 ? "0" : "0/${var.schedule_minutes}"
  schedule_hours      = var.exchange_hours == "nyse" ? "9-15 ? * MON-FRI *" : "* * * ? *"
  schedule_expression = "cron(${local.schedule_minutes} ${local.schedule_hours})"
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
