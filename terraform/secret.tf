# The keys are written and never read back: value_wo stays out of plan and state.
resource "aws_ssm_parameter" "alpha_vantage_key" {
  #checkov:skip=CKV_AWS_337:AWS's managed key for SSM encrypts the parameter; only data_ingester's role may read it, so a key of our own would add a monthly fee and no further barrier
  name             = local.key_parameters.alpha_vantage
  description      = "Alpha Vantage API key of data_ingester."
  type             = "SecureString"
  value_wo         = coalesce(var.alpha_vantage_key, "unset")
  value_wo_version = var.alpha_vantage_key_version
}

resource "aws_ssm_parameter" "finnhub_key" {
  #checkov:skip=CKV_AWS_337:AWS's managed key for SSM encrypts the parameter; only data_ingester's role may read it, so a key of our own would add a monthly fee and no further barrier
  count = contains(var.quote_providers, "finnhub") ? 1 : 0

  name             = local.key_parameters.finnhub
  description      = "Finnhub API key of data_ingester."
  type             = "SecureString"
  value_wo         = coalesce(var.finnhub_key, "unset")
  value_wo_version = var.finnhub_key_version
}
