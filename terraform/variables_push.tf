variable "push_api" {
  description = "Whether changes are pushed through a WebSocket API. Without it there are neither its functions nor the tables' streams, and pages poll."
  type        = bool
  default     = true
  nullable    = false
}

variable "execute_api_base" {
  description = "URL below which an emulator serves APIs by their id; null for AWS, where each has a host name of its own."
  type        = string
  default     = null

  validation {
    condition     = var.execute_api_base == null || can(regex("^https?://[^/?#@\\s]+(/[^/?#\\s]+)*$", var.execute_api_base))
    error_message = "execute_api_base is an http or https URL without query and without a slash at the end."
  }
}

variable "push_batch_size" {
  description = "Changes of a table that the fan-out takes at most in one invocation. It sends only the newest of each price, candle and anomaly among them."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.push_batch_size >= 1 && var.push_batch_size <= 10000 && floor(var.push_batch_size) == var.push_batch_size
    error_message = "push_batch_size is a whole number from 1 to 10000."
  }
}

variable "push_rate_limit" {
  description = "Connections and messages from clients that the push API takes a second over time."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.push_rate_limit >= 1 && var.push_rate_limit <= 10000
    error_message = "push_rate_limit is 1 to 10000."
  }
}

variable "push_burst_limit" {
  description = "Connections and messages from clients that the push API takes at once before push_rate_limit applies."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.push_burst_limit >= 1 && var.push_burst_limit <= 5000
    error_message = "push_burst_limit is 1 to 5000."
  }
}

# Unlike an HTTP API, a WebSocket API logs through the role in the account's API Gateway settings, and AWS refuses the
# stage while there is none. Those settings belong to every API in the region, so this stack does not touch them.
variable "push_access_log" {
  description = "Whether the push API keeps an access log; the account's API Gateway settings must name a CloudWatch role first."
  type        = bool
  default     = false
  nullable    = false
}
