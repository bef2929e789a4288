variable "shard_count" {
  description = "Shards of the stream; each takes 1 MB/s or 1,000 records/s in. One change may at most double or halve it."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.shard_count >= 1 && var.shard_count <= 200 && floor(var.shard_count) == var.shard_count
    error_message = "shard_count is a whole number from 1 to 200."
  }
}

variable "batch_size" {
  description = "Records that a consumer takes at most in one invocation."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10000 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size is a whole number from 1 to 10000."
  }
}

variable "batching_window_seconds" {
  description = "Seconds that Lambda gathers records before it invokes a consumer; 0 invokes with what one read gave."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.batching_window_seconds >= 0 && var.batching_window_seconds <= 300
    error_message = "batching_window_seconds is 0 to 300."
  }
}

variable "maximum_record_age_seconds" {
  description = "Age at which a record that a consumer keeps failing on goes to the lake's aws/lambda/ prefix instead of being retried."
  type        = number
  default     = 43200
  nullable    = false

  validation {
    condition     = var.maximum_record_age_seconds >= 60 && var.maximum_record_age_seconds <= 82800
    error_message = "maximum_record_age_seconds is 60 to 82800: an hour below the stream's 24 h retention, so that a record is saved before the stream drops it."
  }
}

variable "iterator_age_alarm_seconds" {
  description = "How far a consumer may fall behind the stream before its alarm goes off."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.iterator_age_alarm_seconds >= 10 && var.iterator_age_alarm_seconds <= 82800
    error_message = "iterator_age_alarm_seconds is 10 to 82800."
  }
}
