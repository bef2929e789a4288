variable "athena" {
  description = "Whether Glue and Athena make the lake a table, and the API takes SQL. The lake is the same without."
  type        = bool
  default     = true
  nullable    = false
}

variable "query_token_version" {
  description = "Raise it to have a new token made for the API's routes for SQL; the old one ends within a minute."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.query_token_version >= 1 && floor(var.query_token_version) == var.query_token_version
    error_message = "query_token_version is a whole number from 1."
  }
}

variable "query_seconds" {
  description = "Seconds after which the API cancels a query that somebody still waits for."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.query_seconds >= 1 && var.query_seconds <= 1800 && floor(var.query_seconds) == var.query_seconds
    error_message = "query_seconds is a whole number from 1 to 1800: Athena itself ends a query after 30 minutes."
  }
}

variable "query_rate_limit" {
  description = "Requests a second that each of the API's routes for SQL answers, with or without the token; more get 429."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.query_rate_limit >= 1 && var.query_rate_limit <= 100
    error_message = "query_rate_limit is 1 to 100."
  }
}

variable "query_burst_limit" {
  description = "Requests that each of these routes takes at once before query_rate_limit applies."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.query_burst_limit >= 1 && var.query_burst_limit <= 200
    error_message = "query_burst_limit is 1 to 200."
  }
}
