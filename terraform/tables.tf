locals {
  # Every key attribute is a string. `ttl` names the attribute that lets DynamoDB drop an item; `stream = true` sends
  # every change of the table to push_fanout, if there is a push API.
  tables = {
    live_prices       = { hash = "series", range = "timestamp", ttl = "expires_at", indexes = {} }
    latest_prices     = { hash = "feed", range = "symbol", ttl = "expires_at", indexes = {}, stream = true }
    price_candles     = { hash = "series", range = "candle_timestamp", ttl = "expires_at", indexes = {}, stream = true }
    detector_state    = { hash = "series", range = null, ttl = "expires_at", indexes = {} }
    session_starts    = { hash = "series", range = "session", ttl = "expires_at", indexes = {} }
    consumer_progress = { hash = "consumer", range = "shard_id", ttl = null, indexes = {} }

    # What was counted as it was written: events and anomalies of a feed by the hour, and of all feeds by the day.
    counters = { hash = "scope", range = "bucket", ttl = "expires_at", indexes = {} }

    # What holds alerts and where they went: the scope `policy` has the silences and the quiet hours.
    alerting = { hash = "scope", range = "name", ttl = "expires_at", indexes = {} }

    # `listing` is the same in every item, so that one query gives all who listen to the push API.
    connections = { hash = "listing", range = "connection_id", ttl = "expires_at", indexes = {} }

    # `listing` is the same in every item, so that one query gives the newest anomalies of all feeds.
    anomalies = {
      hash   = "symbol"
      range  = "anomaly_id"
      ttl    = "expires_at"
      stream = true
      indexes = {
        recent   = { hash = "listing", range = "anomaly_id" }
        by_feed  = { hash = "feed", range = "anomaly_id" }
        by_event = { hash = "event_id", range = null }
        by_hold  = { hash = "held_by", range = "held_until" } # only what a silence or the quiet hours hold is in it
      }
    }
  }

  streamed_tables = toset([for name, table in local.tables : name if try(table.stream, false) && var.push_api])

  table_keys = {
    for name, table in local.tables : name => toset(compact(flatten([
      table.hash, table.range, [for index in table.indexes : [index.hash, index.range]],
    ])))
  }
}

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:AWS's own key encrypts the tables, as it does every table; the quotes in them are public, so another key would guard nothing and cost a fee for every request
  for_each = local.tables

  name                        = local.table_names[each.key]
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.hash
  range_key                   = each.value.range
  deletion_protection_enabled = var.deletion_protection
  stream_enabled              = contains(local.streamed_tables, each.key)
  stream_view_type            = contains(local.streamed_tables, each.key) ? "NEW_IMAGE" : null

  dynamic "attribute" {
    for_each = local.table_keys[each.key]

    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = each.value.indexes

    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value.hash
      range_key       = global_secondary_index.value.range
      projection_type = "ALL"
    }
  }

  dynamic "ttl" {
    for_each = each.value.ttl[*]

    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }

  point_in_time_recovery {
    enabled = true
  }
}
