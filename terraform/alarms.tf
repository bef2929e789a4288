locals {
  function_alarms = {
    for pair in setproduct(keys(local.functions), ["Errors", "Throttles"]) :
    "${pair[0]}-${lower(pair[1])}" => { function = pair[0], metric = pair[1] }
  }
}

resource "aws_cloudwatch_metric_alarm" "function" {
  for_each = local.function_alarms

  alarm_name          = "${local.function_names[each.value.function]}-${lower(each.value.metric)}"
  alarm_description   = "${each.value.function}: ${lower(each.value.metric)} in the last five minutes."
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = local.function_names[each.value.function] }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.operations.arn]
  ok_actions          = [aws_sns_topic.operations.arn]
}

resource "aws_cloudwatch_metric_alarm" "iterator_age" {
  for_each = local.consumers

  alarm_name          = "${local.function_names[each.key]}-iterator-age"
  alarm_description   = "${each.key} is more than ${var.iterator_age_alarm_seconds} s behind the stream."
  namespace           = "AWS/Lambda"
  metric_name         = "IteratorAge" # milliseconds
  dimensions          = { FunctionName = local.function_names[each.key] }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.iterator_age_alarm_seconds * 1000
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.operations.arn]
  ok_actions          = [aws_sns_topic.operations.arn]
}

# The consumers log this metric in CloudWatch's embedded metric format.
resource "aws_cloudwatch_metric_alarm" "quarantine" {
  for_each = local.consumers

  alarm_name          = "${local.function_names[each.key]}-quarantine"
  alarm_description   = "${each.key} put records into quarantine in the last five minutes."
  namespace           = "FinPulse"
  metric_name         = "QuarantinedRecords"
  dimensions          = { Consumer = each.key }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.operations.arn]
  ok_actions          = [aws_sns_topic.operations.arn]
}

# The API answers 503 when a table does: that is no error of the function.
resource "aws_cloudwatch_metric_alarm" "api" {
  count = var.http_api ? 1 : 0

  alarm_name          = "${local.api_name}-5xx"
  alarm_description   = "The HTTP API failed requests in the last five minutes."
  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  dimensions          = { ApiId = aws_apigatewayv2_api.this[0].id }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.operations.arn]
  ok_actions          = [aws_sns_topic.operations.arn]
}

# An alert that its webhook did not take for an hour and more. It stays for 14 days: finpulse alerts undelivered.
resource "aws_cloudwatch_metric_alarm" "undelivered" {
  for_each = local.undelivered_queues

  alarm_name          = each.value
  alarm_description   = "Alerts that the webhook ${each.key} did not take lie in its dead-letter queue."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.operations.arn]
  ok_actions          = [aws_sns_topic.operations.arn]
}

# push_fanout logs this metric: messages that a living connection was not sent.
resource "aws_cloudwatch_metric_alarm" "push" {
  count = var.push_api ? 1 : 0

  alarm_name          = "${local.function_names["push_fanout"]}-failed-pushes"
  alarm_description   = "push_fanout could not send messages in the last five minutes; dashboards show it by their next poll."
  namespace           = "FinPulse"
  metric_name         = "FailedPushes"
  dimensions          = { Consumer = "push_fanout" }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.operations.arn]
  ok_actions          = [aws_sns_topic.operations.arn]
}
