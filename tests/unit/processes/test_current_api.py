"""The API follows the stack that is up."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.core.errors import CliError, FailedError, MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.core.settings import Settings
from finpulse_cli.processes.current_api import api_of, current_api
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.targets.embedded.root_key import keep, root_key
from tests.doubles.contexts import context
from tests.unit.standins.api_gateway.apis import Function
from tests.unit.targets.outputs import OUTPUTS

PROJECT = Path(__file__).resolve().parents[3]
STACK = OUTPUTS | {"functions": {"api_handler": "finpulse-api-handler"}}


def test_it_is_made_of_the_stacks_outputs() -> None:
    function = Function()
    api = api_of(StackOutputs.parse(STACK | {"api_id": None}), function)

    assert (api.function, api.account, api.api_id) == ("finpulse-api-handler", "000000000000", "gateway")
    assert api.cors.origins == ("http://127.0.0.1:4568",)
    assert api.routes.has_default
    assert api.routes.select("GET", "/prices") is not None
    assert api.invoke is function
    assert api_of(StackOutputs.parse(STACK), function).api_id == "abcd1234"


def test_a_stack_without_the_function_says_what_to_run() -> None:
    with pytest.raises(FailedError, match="api_handler"):
        api_of(StackOutputs.parse(OUTPUTS), Function())


def test_another_up_is_followed(tmp_path: Path) -> None:
    home = TargetHome(tmp_path / "embedded")
    home.root.mkdir()
    keep(home.root_key, root_key(home.root_key))
    api = current_api(context(Settings(home=tmp_path)))

    with pytest.raises(MissingError, match="nothing is provisioned"):
        api()
    save_outputs(home.outputs, STACK)
    assert api().account == "000000000000"
    assert api().invoke is api().invoke  # one client, however often it is asked for
    save_outputs(home.outputs, STACK | {"account": "111111111111"})
    assert api().account == "111111111111"
    home.outputs.unlink()
    with pytest.raises(CliError):
        api()
