"""Terraform and the function know the same providers."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from finpulse_cli.stack.hcl.module import Module
from finpulse_cli.targets.embedded.sandbox_file.saving_file import SECRET_VARIABLES
from lambdas.data_ingester.wiring import CALL_SPACING_SECONDS
from lambdas.shared.domain.event import Source

TERRAFORM = Path(__file__).resolve().parents[3] / "terraform"
PROVIDERS = [str(source) for source in Source if source is not Source.REPLAY]
CHAINS = [list(chain) for size in (1, 2) for chain in permutations(PROVIDERS, size)]


def module(providers: list[str]) -> Module:
    return Module.read(TERRAFORM, {"quote_providers": json.dumps(providers)})


def test_every_provider_has_its_variables_its_parameter_and_its_pace() -> None:
    stack = module(PROVIDERS)
    assert [*CALL_SPACING_SECONDS] == PROVIDERS
    assert [*stack.local("key_parameters")] == [*stack.local("provider_urls")] == PROVIDERS
    for name in PROVIDERS:
        assert {f"{name}_url", f"{name}_key", f"{name}_key_version"} <= set(stack.variables)
        assert f"TF_VAR_{name}_key" in SECRET_VARIABLES


@pytest.mark.parametrize("chain", CHAINS, ids=",".join)
def test_the_function_is_told_of_the_chosen_ones_in_their_order(chain: list[str]) -> None:
    variables = module(chain).local("all_functions")["data_ingester"]["environment"]
    assert variables["PROVIDERS"] == ",".join(chain)
    told = {name for name in variables if name.endswith(("_URL", "_KEY_PARAMETER"))}
    assert told == {f"{name.upper()}_{kind}" for name in chain for kind in ("URL", "KEY_PARAMETER")}
    assert variables[f"{chain[0].upper()}_KEY_PARAMETER"] == module(chain).local("key_parameters")[chain[0]]
