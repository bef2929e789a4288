# What every resource shares. The variables of one concern lie in variables_<concern>.tf.

variable "name" {
  description = "Prefix of every resource name; two stacks in one account and region need two names."
  type        = string
  default     = "finpulse"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name is 3 to 20 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen."
  }
}

variable "region" {
  description = "AWS region the stack lives in."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is an AWS region code such as us-east-1."
  }
}

variable "tags" {
  description = "Tags for every resource, such as a cost centre."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.tags) <= 50
    error_message = "AWS allows 50 tags a resource."
  }
}

variable "lambda_zip_dir" {
  description = "Folder that holds <function>.zip for each function, as scripts/package_lambdas.sh builds them."
  type        = string
  default     = "../build/lambdas"
  nullable    = false

  validation {
    condition     = length(var.lambda_zip_dir) > 0
    error_message = "lambda_zip_dir is the path of a folder."
  }
}

variable "lambda_runtime" {
  description = "Python that AWS runs the functions on: python3.13 or python3.14."
  type        = string
  default     = "python3.13"
  nullable    = false

  validation {
    condition     = contains(["python3.13", "python3.14"], var.lambda_runtime)
    error_message = "lambda_runtime is python3.13 or python3.14."
  }
}

variable "log_retention_days" {
  description = "Days that CloudWatch keeps the logs of functions, API and Firehose."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is one of the periods CloudWatch Logs offers, such as 7, 14, 30 or 365."
  }
}

variable "deletion_protection" {
  description = "Whether DynamoDB refuses to delete the tables."
  type        = bool
  default     = false
  nullable    = false
}
