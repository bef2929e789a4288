variable "dashboard_hosting" {
  description = "Whether the dashboard is hosted: a private bucket behind CloudFront. Off, nothing of it exists."
  type        = bool
  default     = false
  nullable    = false
}

variable "dashboard_domain" {
  description = "Domain name of your own for the dashboard, and the ARN of its certificate in us-east-1; its DNS record is yours to make. Null takes the name that CloudFront gives."
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null

  validation {
    condition     = var.dashboard_domain == null || can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.dashboard_domain.name))
    error_message = "dashboard_domain.name is a host name such as prices.example.com."
  }

  validation {
    condition     = var.dashboard_domain == null || can(regex("^arn:[a-z-]+:acm:us-east-1:[0-9]{12}:certificate/", var.dashboard_domain.certificate_arn))
    error_message = "dashboard_domain.certificate_arn is an ACM certificate in us-east-1, where CloudFront looks for it."
  }
}

variable "dashboard_price_class" {
  description = "CloudFront edge locations that serve the dashboard: 100 is North America and Europe, 200 adds most of the rest, All is every one."
  type        = string
  default     = "PriceClass_100"
  nullable    = false

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.dashboard_price_class)
    error_message = "dashboard_price_class is PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "dashboard_force_destroy" {
  description = "Whether destroying the stack deletes the dashboard's bucket with the files in it; they can be built again."
  type        = bool
  default     = true
  nullable    = false
}
