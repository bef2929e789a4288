# A consumer that fails gets the batch again, in halves, until it works or the records grow old; then they go to
# the lake under aws/lambda/, with their data. Why the lake: docs/decisions/on-failure-destination.md.
resource "aws_lambda_event_source_mapping" "consumer" {
  for_each = local.consumers

  function_name                      = aws_lambda_function.this[each.key].arn
  event_source_arn                   = aws_kinesis_stream.quotes.arn
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batching_window_seconds
  bisect_batch_on_function_error     = true
  maximum_retry_attempts             = -1
  maximum_record_age_in_seconds      = var.maximum_record_age_seconds

  destination_config {
    on_failure {
      destination_arn = aws_s3_bucket.lake.arn
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

# The changes of the tables, at once. A push is best effort: one that cannot be made within the shortest age Lambda
# knows is not worth making, and whoever missed it reads the tables over HTTP. Hence no on-failure destination.
resource "aws_lambda_event_source_mapping" "push" {
  for_each = local.streamed_tables

  function_name                      = aws_lambda_function.this["push_fanout"].arn
  event_source_arn                   = aws_dynamodb_table.this[each.key].stream_arn
  starting_position                  = "LATEST"
  batch_size                         = var.push_batch_size
  maximum_batching_window_in_seconds = 0
  bisect_batch_on_function_error     = true
  maximum_retry_attempts             = 3
  maximum_record_age_in_seconds      = 60

  # what DynamoDB's time to live removes is no news
  filter_criteria {
    filter {
      pattern = jsonencode({ eventName = ["INSERT", "MODIFY"] })
    }
  }

  depends_on = [aws_iam_role_policy.function]
}
