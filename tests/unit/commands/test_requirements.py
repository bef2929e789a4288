"""What a machine needs, one check a row."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.commands import requirements
from finpulse_cli.commands.requirements import Machine, check_machine
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.targets import local_checks
from finpulse_cli.targets.aws.target import aws_target
from finpulse_cli.targets.embedded.target import embedded_target
from tests.doubles.contexts import context
from tests.outside import OWN, PYTHON
from tests.ports import own_ports

if TYPE_CHECKING:
    from finpulse_cli.stack.checks import Check
    from tests.emulator import Emulator

pytestmark = pytest.mark.starts_programs(OWN, PYTHON)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with a terraform and no other program, no registry and no mirror."""
    program = tmp_path / "bin" / "terraform"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n')
    program.chmod(0o755)
    monkeypatch.setattr(requirements, "registry_answers", lambda _environ: False)
    monkeypatch.setattr(requirements, "find_mirror", lambda _environ, _home: None)
    environ = {"PATH": str(program.parent)}
    project = Project.find(Path(__file__))
    target = embedded_target(context(), TargetHome(tmp_path / "home" / "embedded"), own_ports())
    return Machine(target, environ, tmp_path, project.terraform_dir, project.frontend_dir)


def _second_port(machine: Machine) -> int:
    return machine.target.place.addresses.dashboard_port - 1


def checked(machine: Machine) -> dict[str, Check]:
    """The checks by the first word of their names."""
    return {check.name.split()[0]: check for check in check_machine(machine)}


def test_what_is_there_is_found(machine: Machine) -> None:
    checks = checked(machine)

    for name in ("python", "terraform", "tflocal", "ministack", "ports", "disk", "target"):
        assert checks[name].ok, checks[name]
    assert not machine.home.root.exists()


def test_a_missing_provider_says_how_to_get_it(machine: Machine) -> None:
    provider = checked(machine)["AWS"]

    assert not provider.ok
    assert "terraform providers mirror" in provider.fix


def test_a_mirror_or_a_configuration_of_the_user_is_enough(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "find_mirror", lambda _environ, _home: Path("/mirror"))
    assert "/mirror" in checked(machine)["AWS"].found
    (machine.user_home / ".terraformrc").write_text("provider_installation {}")
    assert ".terraformrc" in checked(machine)["AWS"].found


def test_no_terraform_is_missing(machine: Machine, tmp_path: Path) -> None:
    checks = checked(replace(machine, environ={"PATH": str(tmp_path)}))

    assert not checks["terraform"].ok
    assert "install Terraform" in checks["terraform"].fix
    assert "not tried" in checks["tflocal"].found


def test_terraform_and_its_provider_are_required_where_no_stack_is_brought(machine: Machine, tmp_path: Path) -> None:
    without = replace(machine, environ={"PATH": str(tmp_path)})
    elsewhere = replace(without, target=replace(machine.target, head_start=None))

    for name in ("terraform", "AWS"):
        assert not checked(without)[name].required
        assert "other than the one that FinPulse brings" in checked(without)[name].fix
        assert checked(elsewhere)[name].required


def test_a_tflocal_that_does_not_run_is_missing(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tflocal").write_text("raise ImportError('no hcl2')")
    monkeypatch.setattr(local_checks, "require_tflocal", lambda: tmp_path / "tflocal")

    tflocal = checked(machine)["tflocal"]

    assert not tflocal.ok
    assert "no hcl2" in tflocal.found
    assert sys.executable in tflocal.fix


def test_a_taken_port_names_a_free_one(machine: Machine) -> None:
    with socket.socket() as other:
        port = _second_port(machine)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()

        ports = checked(machine)["ports"]

    assert not ports.ok
    assert f"{port} is taken" in ports.found
    assert "finpulse up --port" in ports.fix


def test_a_full_disk_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "_DISK_BYTES", 10**18)

    assert not checked(machine)["disk"].ok


def test_what_the_variables_ask_for_is_told(machine: Machine) -> None:
    assert checked(machine)["requests"].found == "7,200 requests a day: each of 5 symbols every 60 s"

    free = checked(replace(machine, environ={**machine.environ, "TF_VAR_alpha_vantage_plan": "free"}))["requests"]

    assert free.ok
    assert "25 of 25 requests a day" in free.found
    assert "would be 7,200" in free.found


def test_on_aws_a_free_key_s_session_is_reckoned_with(machine: Machine) -> None:
    found = checked(on_aws(machine))["requests"]
    assert found.ok
    assert "each of 5 symbols every 78 min while New York trades" in found.found


def test_more_symbols_than_the_plan_has_requests_are_refused_with_the_numbers(machine: Machine) -> None:
    names = ",".join(f'"S{number}"' for number in range(30))
    environ = {**machine.environ, "TF_VAR_alpha_vantage_plan": "free", "TF_VAR_symbols": f"[{names}]"}

    requests = checked(replace(machine, environ=environ))["requests"]

    assert not requests.ok
    assert requests.found == "30 symbols take 30 requests for one quote each, and the plan has 25 a day"
    assert "TF_VAR_alpha_vantage_plan" in requests.fix


def test_a_variable_that_cannot_be_read_is_told(machine: Machine) -> None:
    requests = checked(replace(machine, environ={**machine.environ, "TF_VAR_no_such": "1"}))["requests"]
    assert not requests.ok
    assert "no variable 'no_such'" in requests.found


def test_docker_is_never_asked_for(machine: Machine) -> None:
    assert "docker" not in checked(machine)


def on_aws(machine: Machine, **environ: str) -> Machine:
    made = context(environ=environ)
    home = TargetHome(machine.user_home / "aws")
    return replace(machine, target=aws_target(made, home, made.settings.aws_endpoint_url))


def account(machine: Machine) -> Check:
    """The check of the account among all of them."""
    (check,) = (check for check in check_machine(machine) if check.name == "AWS account")
    return check


def test_on_aws_it_is_looked_who_is_signed_in(machine: Machine, emulator: Emulator) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1"}
    signed_in = on_aws(machine, FINPULSE_AWS_ENDPOINT_URL=emulator.endpoint, **keys)

    check = account(signed_in)

    assert check.ok
    assert check.found == "000000000000, eu-west-1, as arn:aws:iam::000000000000:root"
    assert not {"tflocal", "ministack", "ports", "LocalStack"} & checked(signed_in).keys()


def test_on_aws_missing_credentials_say_how_to_have_them(machine: Machine) -> None:
    check = account(on_aws(machine))

    assert not check.ok
    assert check.required
    assert "no AWS credentials" in check.found
    assert "aws configure" in check.fix


def test_on_aws_an_endpoint_that_was_left_over_is_told(machine: Machine) -> None:
    check = account(on_aws(machine, AWS_ENDPOINT_URL="http://127.0.0.1:4566"))

    assert not check.ok
    assert "FINPULSE_AWS_ENDPOINT_URL" in check.fix
