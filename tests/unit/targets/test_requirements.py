"""What a machine needs, one check a row."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from finpulse_cli.emulator.probe import free_ports
from finpulse_cli.paths import Project, TargetHome
from finpulse_cli.targets import requirements
from finpulse_cli.targets.requirements import Check, Machine, check_machine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with a terraform, no registry and no mirror."""
    program = tmp_path / "bin" / "terraform"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n')
    program.chmod(0o755)
    monkeypatch.setattr(requirements, "registry_answers", lambda _environ: False)
    monkeypatch.setattr(requirements, "find_mirror", lambda _environ, _home: None)
    environ = {"PATH": f"{program.parent}:/usr/bin:/bin"}
    return Machine(
        TargetHome(tmp_path / "home" / "embedded"),
        free_ports(30_000 + os.getpid() % 20_000),
        environ,
        tmp_path,
        Project.find(Path(__file__)).frontend_dir,
    )


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


def test_a_tflocal_that_does_not_run_is_missing(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tflocal").write_text("raise ImportError('no hcl2')")
    monkeypatch.setattr(requirements, "require_tflocal", lambda: tmp_path / "tflocal")

    tflocal = checked(machine)["tflocal"]

    assert not tflocal.ok
    assert "no hcl2" in tflocal.found
    assert sys.executable in tflocal.fix


def test_a_taken_port_names_a_free_one(machine: Machine) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", machine.port + 1))
        other.listen()

        ports = checked(machine)["ports"]

    assert not ports.ok
    assert f"{machine.port + 1} is taken" in ports.found
    assert "finpulse up --port" in ports.fix


def test_a_full_disk_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "_DISK_BYTES", 10**18)

    assert not checked(machine)["disk"].ok


def test_docker_is_never_needed(machine: Machine, tmp_path: Path) -> None:
    docker = checked(replace(machine, environ={"PATH": str(tmp_path)}))["docker"]

    assert not docker.ok
    assert not docker.required
