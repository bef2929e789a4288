# What the providers' keys may ask, and how often that lets each symbol be quoted.
locals {
  # A free key answers 25 requests a day. Bulk quotes come with the plans from 600 requests a minute on.
  alpha_vantage_plans = {
    free    = { daily_requests = 25, requests_per_minute = null }
    premium = { daily_requests = null, requests_per_minute = 600 }
    custom = {
      daily_requests      = var.alpha_vantage_daily_requests
      requests_per_minute = var.alpha_vantage_requests_per_minute
    }
  }
  provider_plans = {
    alpha_vantage = local.alpha_vantage_plans[var.alpha_vantage_plan]
    finnhub       = { daily_requests = null, requests_per_minute = 60 } # every key
  }

  # Symbols are spread by the plan of one provider: the first that counts no day, else the first of all. The others are
  # asked as far as their own plans go.
  unlimited_providers = [for name in var.quote_providers : name if local.provider_plans[name].daily_requests == null]
  leading_provider    = concat(local.unlimited_providers, var.quote_providers)[0]
  plan                = local.provider_plans[local.leading_provider]

  quote_function = coalesce(var.quote_function, var.alpha_vantage_plan == "premium" ? "REALTIME_BULK_QUOTES" : "GLOBAL_QUOTE")
  bulk_quotes    = local.leading_provider == "alpha_vantage" && local.quote_function == "REALTIME_BULK_QUOTES"
  quote_calls    = local.bulk_quotes ? ceil(length(var.symbols) / 100) : length(var.symbols) # for one quote of each symbol

  # A number that is not given sets no variable: there is no such limit.
  plan_numbers = {
    ALPHA_VANTAGE_DAILY_REQUESTS      = local.provider_plans.alpha_vantage.daily_requests
    ALPHA_VANTAGE_REQUESTS_PER_MINUTE = local.provider_plans.alpha_vantage.requests_per_minute
    FINNHUB_REQUESTS_PER_MINUTE       = contains(var.quote_providers, "finnhub") ? local.provider_plans.finnhub.requests_per_minute : null
  }
  plan_environment = { for name, number in local.plan_numbers : name => tostring(number) if number != null }

  # Between two quotes, of whichever symbol: by the schedule, or as far apart as the day's requests are spread.
  session_seconds  = var.exchange_hours == "nyse" ? 23400 : 86400
  spread_seconds   = local.plan.daily_requests == null ? 0 : ceil(local.session_seconds / local.plan.daily_requests)
  interval_seconds = max(var.schedule_minutes * 60, local.spread_seconds)
}
