"""What Terraform is told about the stand-in provider's market and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Prices move whenever somebody looks, and a key costs nothing.
_DEFAULTS = {"exchange_hours": "always", "alpha_vantage_plan": "custom"}


def standin_market(user: Mapping[str, str]) -> dict[str, object]:
    """Return an exchange that never closes and a plan without limits, but for what the environment `user` names.

    So a free key's day can be tried with `TF_VAR_alpha_vantage_plan=free`.
    """
    return {name: value for name, value in _DEFAULTS.items() if not user.get(f"TF_VAR_{name}")}
