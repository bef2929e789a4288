terraform {
  # Write-only arguments keep the Alpha Vantage key out of the state; Terraform and OpenTofu have them from 1.11 on.
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = var.tags
  }
}
