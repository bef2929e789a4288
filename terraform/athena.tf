locals {
  # The event as the stream carries it; the limits are those that the consumers enforce.
  event_columns = [
    { name = "schema", type = "int" },
    { name = "event_id", type = "string" },
    { name = "symbol", type = "string" },
    { name = "price", type = "decimal(20,10)" },
    { name = "volume", type = "decimal(26,10)" },
    { name = "volume_kind", type = "string" },
    { name = "change_percent", type = "decimal(20,10)" },
    { name = "timestamp", type = "string" },
    { name = "ingested_at", type = "string" },
    { name = "source", type = "string" },
  ]
  raw_location = "s3://${local.lake_bucket}/${local.raw_prefix}/"
}

resource "aws_glue_catalog_database" "lake" {
  name        = replace(var.name, "-", "_")
  description = "The lake of ${var.name}."
}

# Partition projection: Athena works out the folders from the query's dates, so no crawler and no new partitions.
resource "aws_glue_catalog_table" "raw_events" {
  name          = "raw_events"
  description   = "Every event that came through the stream, one a row, by the UTC day it arrived."
  database_name = aws_glue_catalog_database.lake.name
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL                    = "TRUE"
    classification              = "json"
    "projection.enabled"        = "true"
    "projection.year.type"      = "integer"
    "projection.year.range"     = "${var.lake_first_year},2100"
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
      name = partition_keys.value
      type = "int"
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
        name = columns.value.name
        type = columns.value.type
      }
    }
  }
}

resource "aws_athena_workgroup" "lake" {
  name          = var.name
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
