locals {
  # Every key attribute is a string. `ttl` names the attribute that lets DynamoDB drop an item.
  tables = {
    live_prices       = { hash = "symbol", range = "timestamp", ttl = "expires_at", indexes = {} }
    price_candles     = { hash = "symbol", range = "candle_timestamp", ttl = "expires_at", indexes = {} }
    detector_state    = { hash = "series", range = null, ttl = null, indexes = {} }
    consumer_progress = { hash = "consumer", range = "shard_id", ttl = null, indexes = {} }

    # `feed` is the same in every item, so that one query gives the newest anomalies of all symbols.
    anomalies = {
      hash  = "symbol"
      range = "anomaly_id"
      ttl   = null
      indexes = {
        recent   = { hash = "feed", range = "anomaly_id" }
        by_event = { hash = "event_id", range = null }
      }
    }
  }

  table_keys = {
    for name, table in local.tables : name => toset(compact(flatten([
      table.hash, table.range, [for index in table.indexes : [index.hash, index.range]],
    ])))
  }
}

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:AWS's managed key encrypts the tables; the quotes in them are public, so a key of our own would guard nothing and cost a fee a month and a request
  for_each = local.tables

  name                        = local.table_names[each.key]
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.hash
  range_key                   = each.value.range
  deletion_protection_enabled = var.deletion_protection

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

  server_side_encryption {
    enabled = true
  }
}
