# Looks every five minutes whether a silence or the quiet hours are over, and tells what they held.
resource "aws_scheduler_schedule" "digest" {
  #checkov:skip=CKV_AWS_297:the schedule has no payload to keep secret with a key of our own
  name                = local.digest_name
  description         = "Wakes alert_digest every five minutes."
  schedule_expression = "cron(0/5 * * * ? *)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.this["alert_digest"].arn
    role_arn = aws_iam_role.scheduler.arn

    retry_policy {
      maximum_event_age_in_seconds = 300
      maximum_retry_attempts       = 3
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

data "aws_iam_policy_document" "alert_digest" {
  statement {
    sid       = "ReadPolicyAndNoteDigests"
    actions   = ["dynamodb:Query", "dynamodb:UpdateItem"]
    resources = [local.table_arns["alerting"]]
  }

  statement {
    sid       = "FindHeldAlerts"
    actions   = ["dynamodb:Query"]
    resources = ["${local.table_arns["anomalies"]}/index/by_hold"]
  }

  statement {
    sid       = "Tell"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]
  }
}
