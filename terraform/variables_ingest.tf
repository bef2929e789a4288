variable "symbols" {
  description = "Ticker symbols that data_ingester quotes and the API knows."
  type        = list(string)
  default     = ["AAPL", "GOOGL", "MSFT", "AMZN", "TSLA"]
  nullable    = false

  validation {
    condition     = length(var.symbols) > 0 && length(var.symbols) <= 500
    error_message = "symbols holds 1 to 500 symbols."
  }

  validation {
    condition     = alltrue([for symbol in var.symbols : can(regex("^[A-Z0-9^][A-Z0-9.^=-]{0,15}$", symbol))])
    error_message = "A symbol is 1 to 16 upper-case letters, digits and . - ^ = such as BRK-B or ^GSPC."
  }

  # Lambda gives the environment of a function 4 KB, names included; the other variables take up to 900 bytes of it.
  validation {
    condition     = length(join(",", var.symbols)) <= 3000
    error_message = "symbols are longer than 3,000 characters, commas included: they lie in the functions' environment, which Lambda limits to 4 KB."
  }

  validation {
    condition     = length(distinct(var.symbols)) == length(var.symbols)
    error_message = "symbols names a symbol twice."
  }
}

variable "quote_providers" {
  description = "Providers that data_ingester asks for quotes, in this order: where one has used up a limit or is out of reach, the next is asked. alpha_vantage, finnhub."
  type        = list(string)
  default     = ["alpha_vantage"]
  nullable    = false

  validation {
    condition     = length(var.quote_providers) > 0 && alltrue([for name in var.quote_providers : contains(["alpha_vantage", "finnhub"], name)])
    error_message = "quote_providers holds alpha_vantage, finnhub or both."
  }

  validation {
    condition     = length(distinct(var.quote_providers)) == length(var.quote_providers)
    error_message = "quote_providers names a provider twice."
  }
}

variable "alpha_vantage_url" {
  description = "Base URL of Alpha Vantage or of a server that answers in its format; data_ingester appends /query."
  type        = string
  default     = "https://www.alphavantage.co"
  nullable    = false

  validation {
    condition     = can(regex("^(https://[^/?#@]+|http://(localhost|127[0-9.]+|\\[::1\\]|host\\.docker\\.internal)(:[0-9]+)?)(/[^?#]*)?$", var.alpha_vantage_url))
    error_message = "alpha_vantage_url is an https URL, or an http URL of this machine (localhost, 127.0.0.1, host.docker.internal), without query: the key travels in it."
  }
}

variable "alpha_vantage_key" {
  description = "Alpha Vantage API key. Ephemeral: it goes to the SSM parameter only, never into plan or state. Without it the parameter holds \"unset\"."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = var.alpha_vantage_key == null || can(regex("^\\S{1,128}$", var.alpha_vantage_key))
    error_message = "alpha_vantage_key is 1 to 128 characters without blanks."
  }
}

variable "alpha_vantage_key_version" {
  description = "Raise it to have a changed alpha_vantage_key written: Terraform cannot see that a write-only value changed."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.alpha_vantage_key_version >= 1 && floor(var.alpha_vantage_key_version) == var.alpha_vantage_key_version
    error_message = "alpha_vantage_key_version is a whole number from 1."
  }
}

variable "finnhub_url" {
  description = "Base URL of Finnhub's API or of a server that answers in its format; data_ingester appends /quote."
  type        = string
  default     = "https://finnhub.io/api/v1"
  nullable    = false

  validation {
    condition     = can(regex("^(https://[^/?#@]+|http://(localhost|127[0-9.]+|\\[::1\\]|host\\.docker\\.internal)(:[0-9]+)?)(/[^?#]*)?$", var.finnhub_url))
    error_message = "finnhub_url is an https URL, or an http URL of this machine (localhost, 127.0.0.1, host.docker.internal), without query: the key travels to it."
  }
}

variable "finnhub_key" {
  description = "Finnhub API key. Ephemeral: it goes to the SSM parameter only, never into plan or state. Without it the parameter holds \"unset\"."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = var.finnhub_key == null || can(regex("^\\S{1,128}$", var.finnhub_key))
    error_message = "finnhub_key is 1 to 128 characters without blanks."
  }
}

variable "finnhub_key_version" {
  description = "Raise it to have a changed finnhub_key written: Terraform cannot see that a write-only value changed."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.finnhub_key_version >= 1 && floor(var.finnhub_key_version) == var.finnhub_key_version
    error_message = "finnhub_key_version is a whole number from 1."
  }
}

variable "alpha_vantage_plan" {
  description = "What the key may ask: free (25 requests a day, spread over the session), premium (bulk quotes of 100 symbols, 600 requests a minute) or custom (the two numbers below)."
  type        = string
  default     = "free"
  nullable    = false

  validation {
    condition     = contains(["free", "premium", "custom"], var.alpha_vantage_plan)
    error_message = "alpha_vantage_plan is free, premium or custom."
  }
}

variable "alpha_vantage_daily_requests" {
  description = "Requests a day that a custom plan allows; null for no limit."
  type        = number
  default     = null

  validation {
    condition     = var.alpha_vantage_daily_requests == null || try(var.alpha_vantage_daily_requests >= 1 && floor(var.alpha_vantage_daily_requests) == var.alpha_vantage_daily_requests, false)
    error_message = "alpha_vantage_daily_requests is a whole number from 1."
  }

  validation {
    condition     = var.alpha_vantage_daily_requests == null || var.alpha_vantage_plan == "custom"
    error_message = "alpha_vantage_daily_requests belongs to alpha_vantage_plan = custom; the other plans have their own."
  }
}

variable "alpha_vantage_requests_per_minute" {
  description = "Requests a minute that a custom plan allows, such as 75 for the smallest premium key; null for no limit."
  type        = number
  default     = null

  validation {
    condition     = var.alpha_vantage_requests_per_minute == null || try(var.alpha_vantage_requests_per_minute >= 1 && floor(var.alpha_vantage_requests_per_minute) == var.alpha_vantage_requests_per_minute, false)
    error_message = "alpha_vantage_requests_per_minute is a whole number from 1."
  }

  validation {
    condition     = var.alpha_vantage_requests_per_minute == null || var.alpha_vantage_plan == "custom"
    error_message = "alpha_vantage_requests_per_minute belongs to alpha_vantage_plan = custom; the other plans have their own."
  }
}

variable "quote_function" {
  description = "Alpha Vantage function that data_ingester calls: GLOBAL_QUOTE (one symbol a call, every plan) or REALTIME_BULK_QUOTES (100 symbols a call, premium). null: what the plan has, GLOBAL_QUOTE for a custom one."
  type        = string
  default     = null

  validation {
    condition     = var.quote_function == null || contains(["GLOBAL_QUOTE", "REALTIME_BULK_QUOTES"], coalesce(var.quote_function, "GLOBAL_QUOTE"))
    error_message = "quote_function is GLOBAL_QUOTE or REALTIME_BULK_QUOTES."
  }

  validation {
    condition     = !(var.quote_function == "REALTIME_BULK_QUOTES" && var.alpha_vantage_plan == "free")
    error_message = "A free key has no REALTIME_BULK_QUOTES: set alpha_vantage_plan to premium or custom."
  }
}

variable "exchange_hours" {
  description = "When the exchange trades that the providers quote: nyse (a quote outside New York's sessions is the last closing quote) or always (day and night, as the sandbox's stand-in server does)."
  type        = string
  default     = "nyse"
  nullable    = false

  validation {
    condition     = contains(["nyse", "always"], var.exchange_hours)
    error_message = "exchange_hours is nyse or always."
  }
}

variable "schedule_enabled" {
  description = "Whether the schedule wakes data_ingester."
  type        = bool
  default     = true
  nullable    = false
}

variable "schedule_minutes" {
  description = "Minutes between two quotes. It divides the hour, so that quotes fall on the same minutes of each hour."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60], var.schedule_minutes)
    error_message = "schedule_minutes divides 60: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60."
  }
}
