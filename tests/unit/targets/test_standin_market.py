from __future__ import annotations

from finpulse_cli.targets.standin_market import standin_market


def test_the_stand_in_never_closes_and_counts_nothing_unless_the_user_says_so() -> None:
    assert standin_market({}) == {"exchange_hours": "always", "alpha_vantage_plan": "custom"}
    assert standin_market({"TF_VAR_alpha_vantage_plan": "free"}) == {"exchange_hours": "always"}
    assert standin_market({"TF_VAR_exchange_hours": "nyse", "TF_VAR_alpha_vantage_plan": "free"}) == {}
