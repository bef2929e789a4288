"""What the bill reads from the Terraform files offline is what Terraform itself made of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.stack.hcl.module import Module, Resource
from finpulse_cli.stack.hcl.unknown import UNKNOWN
from finpulse_cli.stack.terraform.stage import VARIABLES_FILE

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox

META = {"count", "for_each", "depends_on", "lifecycle", "provider", "source_code_hash"}
LEAST_COMPARED = 250  # a reader that takes everything for unknown agrees with everybody


@pytest.fixture(scope="module")
def repaired(embedded_sandbox: Sandbox) -> str:
    """What Terraform finds to change in the sandbox, which began with the snapshot."""
    return embedded_sandbox.run(*embedded_sandbox.up, "--repair").stderr


@pytest.fixture(scope="module")
def shown(embedded_sandbox: Sandbox, repaired: str) -> list[dict[str, Any]]:
    """The resources of the sandbox's state, as `terraform show -json` tells them."""
    assert repaired  # it has installed the provider, without which there is nothing to show
    program = shutil.which("terraform")
    assert program is not None
    folder = embedded_sandbox.folder / "terraform"
    told = subprocess.run(
        [program, "show", "-json"], cwd=folder, env=embedded_sandbox.environment, capture_output=True, check=True
    )
    resources: list[dict[str, Any]] = json.loads(told.stdout, parse_float=Decimal)["values"]["root_module"]["resources"]
    return [resource for resource in resources if resource["mode"] == "managed"]


@pytest.fixture(scope="module")
def read(embedded_sandbox: Sandbox) -> Module:
    """The same files, read by the product without Terraform."""
    folder = embedded_sandbox.folder / "terraform"
    return Module.read(folder, json.loads((folder / VARIABLES_FILE).read_text(encoding="utf-8")))


def address(type_: str, name: str, key: object) -> tuple[str, str, str]:
    return (type_, name, "" if key is None else str(key))


def test_there_are_as_many_of_each_kind(shown: list[dict[str, Any]], read: Module) -> None:
    made = Counter(address(one["type"], one["name"], one.get("index")) for one in shown)
    declared = Counter(address(one.type, one.name, one.key) for type_ in read.types() for one in read.resources(type_))
    assert made == declared


def test_every_argument_that_is_told_offline_is_what_terraform_has(shown: list[dict[str, Any]], read: Module) -> None:
    resources = {address(one.type, one.name, one.key): one for type_ in read.types() for one in read.resources(type_)}
    compared, wrong = 0, []
    for one in shown:
        place = address(one["type"], one["name"], one.get("index"))
        for argument, (ours, theirs) in told_by_both(resources[place], one["values"]).items():
            compared += 1
            if ours != theirs:
                wrong.append((place, argument, ours, theirs))
    assert wrong == []
    assert compared > LEAST_COMPARED


def told_by_both(resource: Resource, values: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """The arguments that the files alone tell, beside what Terraform's state holds."""
    told = {name: resource.get(name) for name in resource.block.arguments if name not in META and name in values}
    return {
        name: (plain(value), plain(values[name]))
        for name, value in told.items()
        if value is not None and not holds_unknown(value) and values[name] is not None
    }


def holds_unknown(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(holds_unknown(inner) for inner in value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return any(holds_unknown(inner) for inner in value)
    return value is UNKNOWN


def plain(value: object) -> object:
    """Texts of JSON as what they spell, lists without their order (sets have none), numbers as decimals."""
    if isinstance(value, str):
        try:
            inner = json.loads(value, parse_float=Decimal, parse_int=Decimal)
        except ValueError:
            return value
        return plain(inner) if isinstance(inner, dict | list) else value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return sorted((plain(inner) for inner in value), key=repr)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_a_plan_of_the_restored_stack_changes_nothing(repaired: str) -> None:
    assert "nothing to change" in repaired
