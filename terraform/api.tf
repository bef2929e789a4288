locals {
  api_routes = toset([
    "GET /prices",
    "GET /prices/{symbol}",
    "GET /anomalies",
    "POST /anomalies/{event_id}/acknowledgement",
    "GET /candles/{symbol}",
    "GET /stats",
    "GET /feeds",
    "GET /query/ready-made",
    "POST /query",
    "GET /query/{id}",
    "DELETE /query/{id}",
    "$default", # any other path or method, so that these too are refused in the API's own words
  ])

  # What of the API may invoke the function: the source ARN of a route is stage/method/path, of the default one
  # stage/$default.
  api_callers = {
    api-routes  = "*/GET/*"
    api-ask     = "*/POST/query"
    api-cancel  = "*/DELETE/query/*"
    api-default = "*/$default"
  }

  # Routes that take the token; api_handler compares it. The limit bounds guessing, and what queries may cost.
  query_routes = toset(["POST /query", "GET /query/{id}", "DELETE /query/{id}"])

  api_log_fields = {
    requestId      = "$context.requestId"
    time           = "$context.requestTime"
    ip             = "$context.identity.sourceIp"
    route          = "$context.routeKey"
    path           = "$context.path"
    status         = "$context.status"
    responseLength = "$context.responseLength"
    latency        = "$context.responseLatency"
    error          = "$context.integrationErrorMessage"
  }
}

resource "aws_apigatewayv2_api" "this" {
  count = var.http_api ? 1 : 0

  name          = local.api_name
  description   = "Prices, candles and anomalies, read only; SQL over the lake with a token."
  protocol_type = "HTTP"

  cors_configuration {
    allow_origins  = local.cors_origins
    allow_methods  = ["GET", "POST", "DELETE"]
    allow_headers  = ["authorization", "content-type", "if-none-match"]
    expose_headers = ["etag"]
    max_age        = 3600
  }
}

resource "aws_apigatewayv2_integration" "handler" {
  count = var.http_api ? 1 : 0

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.this["api_handler"].invoke_arn
  integration_method     = "POST"
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:the routes only read public market data and the dashboard has no login, throttling bounds their use; those for SQL take a token that the function compares
  for_each = toset([for route in local.api_routes : route if var.http_api])

  api_id             = aws_apigatewayv2_api.this[0].id
  route_key          = each.key
  authorization_type = "NONE"
  target             = "integrations/${aws_apigatewayv2_integration.handler[0].id}"
}

resource "aws_apigatewayv2_stage" "default" {
  count = var.http_api ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.api_rate_limit
    throttling_burst_limit = var.api_burst_limit
  }

  dynamic "route_settings" {
    for_each = local.query_routes

    content {
      route_key              = route_settings.value
      throttling_rate_limit  = var.query_rate_limit
      throttling_burst_limit = var.query_burst_limit
    }
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api[0].arn
    format          = jsonencode(local.api_log_fields)
  }

  depends_on = [aws_apigatewayv2_route.this] # a route has settings only once it exists
}

resource "aws_lambda_permission" "api" {
  for_each = { for name, caller in local.api_callers : name => caller if var.http_api }

  statement_id  = each.key
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this["api_handler"].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/${each.value}"
}
