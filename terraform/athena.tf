locals {
  # The event as the stream carries it; the limits are those that the consumers enforce. Times stay texts: of fixed
  # width, so they sort and compare as they are, and no SerDe's idea of a timestamp comes between.
  event_columns = [
    { name = "schema", type = "int", comment = "version of the event's form" },
    { name = "event_id", type = "string", comment = "the same quote always has the same id; NULL: a damaged line" },
    { name = "feed", type = "string", comment = "live, or <fixture>.<run> of a replay; NULL in schema 1" },
    { name = "symbol", type = "string", comment = "ticker" },
    { name = "price", type = "decimal(20,10)", comment = "dollars; the close of a bar" },
    { name = "volume", type = "decimal(26,10)", comment = "shares, see volume_kind" },
    { name = "volume_kind", type = "string", comment = "interval, or day_total: a running total within its session" },
    { name = "session", type = "string", comment = "the exchange's trading day: 2026-11-20; NULL in schema 1" },
    { name = "open", type = "decimal(20,10)", comment = "of a whole bar, else NULL" },
    { name = "high", type = "decimal(20,10)", comment = "of a whole bar, else NULL" },
    { name = "low", type = "decimal(20,10)", comment = "of a whole bar, else NULL" },
    { name = "change_percent", type = "decimal(20,10)", comment = "of this price against the previous close, or NULL" },
    { name = "timestamp", type = "string", comment = "when quoted, UTC: 2026-11-20T14:31:00.000Z; from_iso8601_timestamp reads it" },
    { name = "ingested_at", type = "string", comment = "when put on the stream, in the same form" },
    { name = "recorded_at", type = "string", comment = "of a replayed quote, when it was made, in the same form; else NULL" },
    { name = "source", type = "string", comment = "alpha_vantage, finnhub or replay; replay:<fixture> in schema 1" },
  ]
  raw_location = "s3://${local.lake_bucket}/${local.raw_prefix}/"
}

resource "aws_glue_catalog_database" "lake" {
  count = var.athena ? 1 : 0

  name        = local.database_name
  description = "The lake of ${var.name}."
}

# Partition projection: Athena works out the folders from the query's dates, so no crawler and no new partitions. A
# query without a condition on them looks into every folder of the range, also those that do not exist; hence years.
resource "aws_glue_catalog_table" "raw_events" {
  count = var.athena ? 1 : 0

  name          = local.events_table
  description   = "Every event that came through the stream, one a row, by the UTC day it arrived."
  database_name = aws_glue_catalog_database.lake[0].name
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL                    = "TRUE"
    classification              = "json"
    "projection.enabled"        = "true"
    "projection.year.type"      = "integer"
    "projection.year.range"     = "${var.lake_first_year},${var.lake_last_year}"
    "projection.month.type"     = "integer"
    "projection.month.range"    = "1,12"
    "projection.month.digits"   = "2"
    "projection.day.type"       = "integer"
    "projection.day.range"      = "1,31"
    "projection.day.digits"     = "2"
    "storage.location.template" = "${local.raw_location}year=$${year}/month=$${month}/day=$${day}/"
  }

  dynamic "partition_keys" {
    for_each = ["year", "month", "day"]

    content {
      name    = partition_keys.value
      type    = "int"
      comment = "of the day of arrival, UTC; a condition on it makes a query cheap"
    }
  }

  storage_descriptor {
    location      = local.raw_location
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    ser_de_info {
      name                  = "json"
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"
      parameters            = { "ignore.malformed.json" = "true" }
    }

    dynamic "columns" {
      for_each = local.event_columns

      content {
        name    = columns.value.name
        type    = columns.value.type
        comment = columns.value.comment
      }
    }
  }
}

resource "aws_athena_workgroup" "lake" {
  count = var.athena ? 1 : 0

  name          = local.workgroup_name
  description   = "Queries over the lake, within a scan limit."
  force_destroy = true # of the query history; the results lie in the bucket

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = var.athena_scan_limit_bytes

    result_configuration {
      output_location = "s3://${aws_s3_bucket.lake.id}/${local.results_prefix}/"

      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}
