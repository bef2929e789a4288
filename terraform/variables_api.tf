variable "http_api" {
  description = "Whether API Gateway serves api_handler. False where there is no API Gateway v2: then somebody else must."
  type        = bool
  default     = true
  nullable    = false
}

variable "cors_origins" {
  description = "Origins whose pages may call the API, such as that of the dashboard."
  type        = list(string)
  default     = ["http://localhost:5173", "http://127.0.0.1:5173"]
  nullable    = false

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^(\\*|https?://[^/\\s]+)$", origin))])
    error_message = "An origin is * or scheme and host without a path, such as https://prices.example.com."
  }
}

variable "api_rate_limit" {
  description = "Requests a second that the API answers over time; more get 429."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.api_rate_limit >= 1 && var.api_rate_limit <= 10000
    error_message = "api_rate_limit is 1 to 10000."
  }
}

variable "api_burst_limit" {
  description = "Requests that the API takes at once before api_rate_limit applies."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.api_burst_limit >= 1 && var.api_burst_limit <= 5000
    error_message = "api_burst_limit is 1 to 5000."
  }
}
