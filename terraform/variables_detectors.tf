variable "detectors" {
  description = "Detectors that judge every quote side by side: zscore, multiscale, calibrated; docs/detectors.md says how good each is."
  type        = list(string)
  default     = ["zscore"]
  nullable    = false

  validation {
    condition     = length(var.detectors) > 0 && length(distinct(var.detectors)) == length(var.detectors) && alltrue([for name in var.detectors : contains(["zscore", "multiscale", "calibrated"], name)])
    error_message = "detectors names some of zscore, multiscale and calibrated, each once."
  }
}

variable "symbol_detectors" {
  description = "Detectors of single symbols, in place of `detectors`: {TSLA = [\"zscore\", \"calibrated\"]}."
  type        = map(list(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for symbol in keys(var.symbol_detectors) : can(regex("^[A-Z0-9^][A-Z0-9.^=-]{0,15}$", symbol))])
    error_message = "A symbol is 1 to 16 upper-case letters, digits and . - ^ = such as BRK-B or ^GSPC."
  }

  validation {
    condition     = alltrue([for names in values(var.symbol_detectors) : length(names) > 0 && length(distinct(names)) == length(names)])
    error_message = "symbol_detectors names one detector or more of each symbol, each once."
  }

  validation {
    condition     = alltrue([for name in flatten(values(var.symbol_detectors)) : contains(["zscore", "multiscale", "calibrated"], name)])
    error_message = "symbol_detectors names zscore, multiscale and calibrated only."
  }
}

variable "detector_settings" {
  description = "Settings by detector, or by SYMBOL/detector, which stand over those one by one. window: of zscore, 10 to 240 prices; anomaly_above and high_above: of zscore and multiscale, in standard deviations or usual moves; alerts_per_day: of calibrated, for a symbol; cooldown_minutes: of each, in place of alert_cooldown_minutes."
  type = map(object({
    window           = optional(number)
    anomaly_above    = optional(number)
    high_above       = optional(number)
    alerts_per_day   = optional(number)
    cooldown_minutes = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.detector_settings) : can(regex("^([A-Z0-9^][A-Z0-9.^=-]{0,15}/)?(zscore|multiscale|calibrated)$", key))])
    error_message = "detector_settings has members like zscore, multiscale, calibrated or TSLA/zscore."
  }

  validation {
    condition     = alltrue([for key, own in var.detector_settings : own.window == null || (endswith(key, "zscore") && try(own.window >= 10 && own.window <= 240 && floor(own.window) == own.window, false))])
    error_message = "window is for zscore only: a whole number of prices from 10 to 240."
  }

  validation {
    condition     = alltrue([for key, own in var.detector_settings : (own.anomaly_above == null && own.high_above == null) || (!endswith(key, "calibrated") && try(own.anomaly_above > 0 && own.anomaly_above <= own.high_above && own.high_above <= 1000, false))])
    error_message = "anomaly_above and high_above are for zscore and multiscale, and come together: above 0, the first at most the second, that at most 1000."
  }

  validation {
    condition     = alltrue([for key, own in var.detector_settings : own.alerts_per_day == null || (endswith(key, "calibrated") && try(own.alerts_per_day > 0 && own.alerts_per_day <= 7.8, false))])
    error_message = "alerts_per_day is for calibrated only: above 0 and at most 7.8."
  }

  validation {
    condition     = alltrue([for own in values(var.detector_settings) : own.cooldown_minutes == null || try(own.cooldown_minutes >= 0 && own.cooldown_minutes <= 1440 && floor(own.cooldown_minutes) == own.cooldown_minutes, false)])
    error_message = "cooldown_minutes is a whole number from 0 to 1440."
  }

  validation {
    condition     = length(jsonencode(var.symbol_detectors)) + length(jsonencode({ for key, own in var.detector_settings : key => { for name, value in own : name => value if value != null } })) <= 2500
    error_message = "Of a function's environment Lambda takes 4 KB, of which symbol_detectors and detector_settings may have 2,500 bytes as JSON: give fewer symbols settings of their own."
  }
}

locals {
  # What anomaly_detector reads in DETECTORS: lambdas/shared/domain/detectors/roster_text.py
  detectors = jsonencode({
    detectors = var.detectors
    symbols   = var.symbol_detectors
    settings  = { for key, own in var.detector_settings : key => { for name, value in own : name => value if value != null } }
  })
}
