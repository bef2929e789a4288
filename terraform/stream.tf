resource "aws_kinesis_stream" "quotes" {
  name             = local.stream_name
  shard_count      = var.shard_count
  retention_period = 24 # hours; see maximum_record_age_seconds
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
