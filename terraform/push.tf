# The push API: a WebSocket API whose connections push_gateway serves and push_fanout writes to.
locals {
  push_stage = "live"

  # Where a reply is sent, its route has a response. A client that sends anything else learns what was wrong.
  push_routes = {
    "$connect"    = { replies = false }
    "$disconnect" = { replies = false }
    "subscribe"   = { replies = true }
    "ping"        = { replies = true }
    "$default"    = { replies = true }
  }
  push_replies = toset([for key, route in local.push_routes : key if route.replies && var.push_api])

  push_endpoint = one([
    for id in aws_apigatewayv2_api.push[*].id :
    var.execute_api_base == null
    ? "https://${id}.execute-api.${local.region}.${data.aws_partition.current.dns_suffix}/${local.push_stage}"
    : "${var.execute_api_base}/${id}/${local.push_stage}"
  ])

  push_log_fields = {
    requestId    = "$context.requestId"
    time         = "$context.requestTime"
    ip           = "$context.identity.sourceIp"
    connectionId = "$context.connectionId"
    eventType    = "$context.eventType"
    route        = "$context.routeKey"
    status       = "$context.status"
    error        = "$context.integrationErrorMessage"
  }
}

resource "aws_apigatewayv2_api" "push" {
  count = var.push_api ? 1 : 0

  name                       = local.push_name
  description                = "Sends prices, candles and anomalies as they change."
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_integration" "push" {
  count = var.push_api ? 1 : 0

  api_id             = aws_apigatewayv2_api.push[0].id
  integration_type   = "AWS_PROXY"
  integration_uri    = aws_lambda_function.this["push_gateway"].invoke_arn
  integration_method = "POST"
}

resource "aws_apigatewayv2_route" "push" {
  #checkov:skip=CKV_AWS_309:a connection only receives public market data and the dashboard has no login; the Origin check and throttling bound its use
  for_each = { for key, route in local.push_routes : key => route if var.push_api }

  api_id                              = aws_apigatewayv2_api.push[0].id
  route_key                           = each.key
  authorization_type                  = "NONE"
  target                              = "integrations/${aws_apigatewayv2_integration.push[0].id}"
  route_response_selection_expression = each.value.replies ? "$default" : null
}

resource "aws_apigatewayv2_route_response" "push" {
  for_each = local.push_replies

  api_id             = aws_apigatewayv2_api.push[0].id
  route_id           = aws_apigatewayv2_route.push[each.key].id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_stage" "push" {
  #checkov:skip=CKV_AWS_95:push_access_log turns the log on; a new account refuses it, see there
  #checkov:skip=CKV2_AWS_51:client certificates are for REST and HTTP APIs; a WebSocket API does not take them, and the data is public
  count = var.push_api ? 1 : 0

  api_id      = aws_apigatewayv2_api.push[0].id
  name        = local.push_stage
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.push_rate_limit
    throttling_burst_limit = var.push_burst_limit
  }

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.push

    content {
      destination_arn = access_log_settings.value.arn
      format          = jsonencode(local.push_log_fields)
    }
  }
}

resource "aws_lambda_permission" "push" {
  count = var.push_api ? 1 : 0

  statement_id  = "push"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this["push_gateway"].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.push[0].execution_arn}/${local.push_stage}/*"
}
