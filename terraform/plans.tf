# What the Alpha Vantage key may ask, and how often that lets each symbol be quoted.
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
  plan           = local.alpha_vantage_plans[var.alpha_vantage_plan]
  quote_function = coalesce(var.quote_function, var.alpha_vantage_plan == "premium" ? "REALTIME_BULK_QUOTES" : "GLOBAL_QUOTE")
  quote_calls    = local.quote_function == "GLOBAL_QUOTE" ? length(var.symbols) : ceil(length(var.symbols) / 100) # for one quote of each symbol

  # A number that is not given sets no variable: there is no such limit.
  plan_numbers = {
    ALPHA_VANTAGE_DAILY_REQUESTS      = local.plan.daily_requests
    ALPHA_VANTAGE_REQUESTS_PER_MINUTE = local.plan.requests_per_minute
  }
  plan_environment = { for name, number in local.plan_numbers : name => tostring(number) if number != null }

  # Between two quotes, of whichever symbol: by the schedule, or as far apart as the day's requests are spread.
  session_seconds  = var.exchange_hours == "nyse" ? 23400 : 86400
  spread_seconds   = local.plan.daily_requests == null ? 0 : ceil(local.session_seconds / local.plan.daily_requests)
  interval_seconds = max(var.schedule_minutes * 60, local.spread_seconds)
}
