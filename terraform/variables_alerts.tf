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
