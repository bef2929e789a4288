variable "lake_force_destroy" {
  description = "Whether destroying the stack deletes the objects of the lake, all versions included."
  type        = bool
  default     = false
  nullable    = false
}

variable "lake_compression" {
  description = "Compression that Firehose applies to the lake's objects. UNCOMPRESSED where Firehose stores plain text whatever it is told, as some emulators do."
  type        = string
  default     = "GZIP"
  nullable    = false

  validation {
    condition     = contains(["GZIP", "UNCOMPRESSED"], var.lake_compression)
    error_message = "lake_compression is GZIP or UNCOMPRESSED."
  }
}

variable "lake_buffer_seconds" {
  description = "Seconds that Firehose gathers events before it writes an object; fewer seconds mean fresher data and smaller objects."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.lake_buffer_seconds >= 0 && var.lake_buffer_seconds <= 900
    error_message = "lake_buffer_seconds is 0 to 900."
  }
}

variable "lake_buffer_mb" {
  description = "Megabytes, before compression, at which Firehose writes an object early."
  type        = number
  default     = 64
  nullable    = false

  validation {
    condition     = var.lake_buffer_mb >= 1 && var.lake_buffer_mb <= 128
    error_message = "lake_buffer_mb is 1 to 128."
  }
}

variable "lake_first_year" {
  description = "First year of arrivals that Athena looks for in the lake."
  type        = number
  default     = 2026
  nullable    = false

  validation {
    condition     = var.lake_first_year >= 1990 && var.lake_first_year <= 2100
    error_message = "lake_first_year is a year from 1990 to 2100."
  }
}

variable "lake_last_year" {
  description = "Last year of arrivals that Athena looks for in the lake; a query over all of it lists 372 folders for each year."
  type        = number
  default     = 2035
  nullable    = false

  validation {
    condition     = var.lake_last_year >= var.lake_first_year && var.lake_last_year <= 2100
    error_message = "lake_last_year is a year from lake_first_year to 2100."
  }
}

variable "athena_scan_limit_bytes" {
  description = "Bytes one Athena query may scan before it is cancelled."
  type        = number
  default     = 1073741824
  nullable    = false

  validation {
    condition     = var.athena_scan_limit_bytes >= 10485760
    error_message = "athena_scan_limit_bytes is at least 10485760: Athena takes no lower limit."
  }
}
