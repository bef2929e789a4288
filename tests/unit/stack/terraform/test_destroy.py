"""A stack is destroyed by Terraform; what protects its data is lifted first, where there is any."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from finpulse_cli.core.errors import FailedError, StoppedError
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.stack.terraform.destroy import destroy
from finpulse_cli.stack.terraform.stage import VARIABLES_FILE
from tests.outside import PYTHON
from tests.unit.stack.terraform.scenes import Scene

pytestmark = pytest.mark.starts_programs(PYTHON)
PROTECTED = ["aws_s3_bucket.lake", 'aws_dynamodb_table.this["anomalies"]']


def destroyed(scene: Scene) -> list[list[str]]:
    """The arguments of each call of Terraform that changes something."""
    with exclusive(scene.target.home.lock, print) as descriptor:
        destroy(scene.context, scene.target.parts, Console(file=io.StringIO()), descriptor)
    lines = [line.split() for line in scene.tflocal_arguments().splitlines()]
    return [line for line in lines if line[0] in ("apply", "destroy")]


def test_protection_is_lifted_before_all_is_destroyed(scene: Scene) -> None:
    scene.behave(resources=["aws_sns_topic.alerts", *PROTECTED])

    lifted, gone = destroyed(scene)

    assert lifted[0] == "apply"
    assert [argument for argument in lifted if argument.startswith("-target=")] == [
        "-target=aws_s3_bucket.lake", "-target=aws_dynamodb_table.this"
    ]  # fmt: skip
    assert gone[0] == "destroy"
    assert not [argument for argument in gone if argument.startswith("-target=")]
    assert scene.staged(VARIABLES_FILE) == {
        "region": "us-east-1", "lake_force_destroy": True, "dashboard_force_destroy": True, "deletion_protection": False
    }  # fmt: skip


@pytest.mark.parametrize("resources", [[], ["aws_sns_topic.alerts", "aws_s3_bucket.other"]])
def test_nothing_is_made_only_to_be_destroyed(resources: list[str], scene: Scene) -> None:
    scene.behave(resources=resources)

    assert [arguments[0] for arguments in destroyed(scene)] == ["destroy"]


@pytest.mark.parametrize("command", ["apply", "destroy"])
def test_what_fails_can_go_on(command: str, scene: Scene) -> None:
    error = {"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "AccessDenied"}}
    scene.behave(error, code=1, command=command, resources=PROTECTED)

    with pytest.raises(FailedError, match=f"terraform {command} failed:\n  AccessDenied") as failed:
        destroyed(scene)
    assert "run the command again" in (failed.value.next_action or "")
    assert ("destroy" in scene.terraform_calls()) is (command == "destroy")


def test_who_stops_it_is_not_told_to_recreate_it(scene: Scene) -> None:
    scene.behave(interrupted="destroy")
    scene.target.name, scene.target.is_local = "aws", False

    with pytest.raises(StoppedError) as stopped:
        destroyed(scene)
    assert stopped.value.next_action == "run `finpulse down --purge --aws` again"
