variable "alert_email" {
  description = "Address that gets anomaly alerts and operational alarms; AWS mails it a confirmation link for each. Null subscribes nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null || can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alert_email))
    error_message = "alert_email is an e-mail address."
  }
}

variable "alert_inbox" {
  description = "Whether an SQS queue collects the anomaly alerts, for targets where no e-mail arrives."
  type        = bool
  default     = false
  nullable    = false
}

variable "alert_cooldown_minutes" {
  description = "Minutes of event time in which a further anomaly of the same symbol and direction is not mailed, unless its severity rises."
  type        = number
  default     = 15
  nullable    = false

  validation {
    condition     = var.alert_cooldown_minutes >= 0 && var.alert_cooldown_minutes <= 1440 && floor(var.alert_cooldown_minutes) == var.alert_cooldown_minutes
    error_message = "alert_cooldown_minutes is a whole number from 0 to 1440."
  }
}

variable "alert_webhooks" {
  description = "What alerts are posted to beside e-mail, by name: the body's format (json, slack, discord, telegram) and, to be told of some only, the severities and symbols."
  type = map(object({
    format     = optional(string, "json")
    severities = optional(list(string), [])
    symbols    = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.alert_webhooks) <= 10 && alltrue([for name in keys(var.alert_webhooks) : can(regex("^[a-z][a-z0-9-]{0,19}$", name)) && !endswith(name, "-undelivered")])
    error_message = "alert_webhooks has at most 10 names of 1 to 20 lower-case letters, digits and hyphens that begin with a letter; none ends in -undelivered."
  }

  validation {
    condition     = alltrue([for webhook in values(var.alert_webhooks) : contains(["json", "slack", "discord", "telegram"], webhook.format)])
    error_message = "A webhook's format is json, slack, discord or telegram."
  }

  validation {
    condition     = alltrue(flatten([for webhook in values(var.alert_webhooks) : [for severity in webhook.severities : contains(["MEDIUM", "HIGH"], severity)]]))
    error_message = "A webhook's severities are MEDIUM and HIGH; none means both."
  }

  validation {
    condition     = alltrue([for webhook in values(var.alert_webhooks) : length(webhook.symbols) <= 100 && alltrue([for symbol in webhook.symbols : can(regex("^[A-Z0-9^][A-Z0-9.^=-]{0,15}$", symbol))])])
    error_message = "A webhook's symbols are at most 100, each 1 to 16 upper-case letters, digits and . - ^ = such as BRK-B; none means all."
  }
}

variable "alert_webhook_secrets" {
  description = "Where each webhook is and what opens it, by its name: url, for json a token if it wants one, for telegram token and chat_id. Ephemeral: it goes to SSM parameters only, never into plan or state."
  type = map(object({
    url     = string
    token   = optional(string)
    chat_id = optional(string)
  }))
  default   = {}
  nullable  = false
  ephemeral = true
  sensitive = true

  validation {
    condition     = alltrue([for secret in values(var.alert_webhook_secrets) : can(regex("^(https://[^/?#@\\s]+|http://(localhost|127[0-9.]+|\\[::1\\]|host\\.docker\\.internal)(:[0-9]+)?)([/?][^#\\s]*)?$", secret.url))])
    error_message = "The url of a webhook is an https URL, or an http URL of this machine (localhost, 127.0.0.1, host.docker.internal)."
  }
}

variable "alert_webhook_version" {
  description = "Raise it to have changed alert_webhook_secrets written: Terraform cannot see that a write-only value changed."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.alert_webhook_version >= 1 && floor(var.alert_webhook_version) == var.alert_webhook_version
    error_message = "alert_webhook_version is a whole number from 1."
  }
}
