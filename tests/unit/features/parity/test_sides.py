from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from finpulse_cli.core.errors import Action, FailedError, MissingError, act
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.parity.sides import named, open_side, open_sides
from finpulse_cli.stack.outputs import load_outputs
from tests.doubles.contexts import context


def test_a_target_that_was_never_provisioned_is_named(tmp_path: Path) -> None:
    outputs = partial(load_outputs, TargetHome(tmp_path).outputs)
    target: Any = standing("localstack", outputs)
    with pytest.raises(MissingError) as caught:
        open_side(context(), target, Console(file=io.StringIO()))
    assert caught.value.message == "localstack: nothing is provisioned on this target"
    assert caught.value.next_action == "run `finpulse up --target localstack`"


def standing(name: str, outputs: Callable[[], Any]) -> Any:
    """A target that was not killed."""
    place, lifecycle = SimpleNamespace(name=name, outputs=outputs), SimpleNamespace(has_died=lambda: False)
    return SimpleNamespace(name=name, is_local=name != "aws", place=place, lifecycle=lifecycle)


@pytest.mark.parametrize("names", [("embedded", "aws"), ("aws", "embedded"), ("embedded", "localstack")])
def test_aws_is_opened_before_a_local_target_and_both_are_told_in_the_order_given(
    names: tuple[str, str],
) -> None:
    opened: list[str] = []

    def target(name: str) -> Any:
        def outputs() -> str:
            opened.append(name)
            return f"stack of {name}"

        return standing(name, outputs)

    sides = open_sides(context(), target(names[0]), target(names[1]), Console(file=io.StringIO()))

    assert tuple(side.name for side in sides) == names
    assert [str(side.stack) for side in sides] == [f"stack of {name}" for name in names]
    assert opened == sorted(names)  # by chance AWS's name is the first


def test_an_error_keeps_its_kind_and_what_to_do_next_is_about_that_target() -> None:
    with pytest.raises(FailedError, match="aws: it stalled") as caught, named("aws"):
        raise FailedError("it stalled", act("See why with: {}", "logs aggregator"))
    assert caught.value.next_action == "See why with: finpulse logs aggregator --aws"


@pytest.mark.parametrize(
    "action", [act("run `{}`", "up --target embedded"), act("run `{}`", "up --aws"), act("press any key")]
)
def test_an_action_that_is_about_a_target_already_stays(action: Action) -> None:
    with pytest.raises(FailedError) as caught, named("aws"):
        raise FailedError("it stalled", action)
    assert caught.value.next_action == action.render()


def test_an_error_without_a_next_action() -> None:
    with pytest.raises(FailedError) as caught, named("aws"):
        raise FailedError("it stalled")
    assert caught.value.next_action is None
