"""What a target needs of this machine, one check a row."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.errors import CliError, MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.daemon.probe import NEIGHBOURS, free_ports, port_is_free
from finpulse_cli.daemon.process import running
from finpulse_cli.stack.terraform.binary import find_terraform, require_terraform
from finpulse_cli.stack.terraform.mirror import find_mirror
from finpulse_cli.stack.terraform.registry import registry_answers
from finpulse_cli.stack.terraform.source import user_config
from finpulse_cli.stack.terraform.tflocal import require_tflocal
from finpulse_cli.targets.aws.target import AwsTarget
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.target import EmbeddedTarget
from finpulse_cli.targets.localstack.needs import require_startable
from finpulse_cli.targets.localstack.running import look
from finpulse_cli.targets.localstack.target import LocalStackTarget
from finpulse_cli.web.node import require_npm

_PYTHON = ((3, 11), (3, 13))
_PROCESSES = ("ministack", "alpha_vantage", "dashboard", "api_gateway")
_DISK_BYTES = 1_500_000_000  # the AWS provider unpacked is 0.7 GB; the rest is for state and lake


@dataclass(frozen=True, slots=True)
class Check:
    """One thing needed (or, when not `required`, useful): whether it is there, what was found, how to get it."""

    name: str
    ok: bool
    found: str
    fix: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Machine:
    """What is checked: a target, the user's environment, where the dashboard's sources are."""

    target: EmbeddedTarget | LocalStackTarget | AwsTarget
    environ: Mapping[str, str]
    user_home: Path
    frontend: Path

    @property
    def home(self) -> TargetHome:
        """The target's folder."""
        return self.target.home


def check_machine(machine: Machine) -> list[Check]:
    """Run every check of the target; none of them changes anything but an empty probe file that is removed again."""
    always = [_python(machine), _terraform(machine), _provider(machine)]
    return [*always, *_own_checks(machine), _disk(machine), _home(machine), _node(machine)]


def _own_checks(machine: Machine) -> list[Check]:
    match machine.target:
        case EmbeddedTarget() as target:
            return [_tflocal(machine), _ministack(), _ports(machine, target.port, NEIGHBOURS)]
        case LocalStackTarget() as target:
            return [_tflocal(machine), _localstack(machine, target), _ports(machine, target.port + 1, NEIGHBOURS)]
        case AwsTarget() as target:
            return [_account(target)]


def _python(_machine: Machine) -> Check:
    lowest, highest = _PYTHON
    ok = lowest <= sys.version_info[:2] <= highest
    return Check("python", ok, platform.python_version(), "" if ok else "make a virtualenv with Python 3.11 to 3.13")


def _terraform(machine: Machine) -> Check:
    try:
        binary = require_terraform(machine.environ)
    except MissingError as error:
        return Check("terraform", False, error.message, error.next_action or "")
    return Check("terraform", True, f"{binary.version} ({binary.path})")


def _provider(machine: Machine) -> Check:
    theirs = user_config(machine.environ, machine.user_home)
    if theirs and "provider_installation" in theirs.read_text(encoding="utf-8"):
        return Check("AWS provider", True, f"from where {theirs} says")
    if registry_answers(machine.environ):
        return Check("AWS provider", True, "from the public registry")
    mirror = find_mirror(machine.environ, machine.user_home)
    if mirror is not None:
        return Check("AWS provider", True, f"from the mirror {mirror} (the public registry does not answer)")
    fix = "go online once, or set TF_PLUGIN_CACHE_DIR to a folder made with `terraform providers mirror`"
    return Check("AWS provider", False, "the public registry does not answer, and there is no mirror here", fix)


def _tflocal(machine: Machine) -> Check:
    fix = f"{sys.executable} -m pip install --force-reinstall terraform-local python-hcl2"
    try:
        path = require_tflocal()
    except MissingError as error:
        return Check("tflocal", False, error.message, error.next_action or "")
    if find_terraform(machine.environ) is None:
        return Check("tflocal", True, f"{path} (not tried: it needs terraform)")
    environ = dict(machine.environ) | {"DISABLE_DEPRECATION_NOTICE": "1", "CHECKPOINT_DISABLE": "1"}
    tried = subprocess.run(  # noqa: S603 - the tool that is being checked
        [sys.executable, str(path), "version"], env=environ, capture_output=True, text=True, check=False
    )
    if tried.returncode != 0:
        return Check("tflocal", False, (tried.stderr.strip().splitlines() or ["it does not run"])[-1], fix)
    return Check("tflocal", True, str(path))


def _ministack() -> Check:
    try:
        ministack.require_installed()
    except MissingError as error:
        return Check("ministack", False, error.message, error.next_action or "")
    return Check("ministack", True, ministack.VERSION)


def _localstack(machine: Machine, target: LocalStackTarget) -> Check:
    if (found := look(target.url)) is not None:
        return Check("LocalStack", True, f"{found} answers at {target.url}")
    try:
        starter = require_startable(machine.environ, machine.user_home)
    except MissingError as error:
        return Check("LocalStack", False, f"nothing answers at {target.url}; {error.message}", error.next_action or "")
    return Check("LocalStack", True, f"not running; `{starter.name} start` starts it")


def _account(target: AwsTarget) -> Check:
    try:
        identity = target.identity
    except CliError as error:
        return Check("AWS account", False, error.message, error.next_action or "")
    return Check("AWS account", True, f"{identity.account}, {target.names.region}, as {identity.arn}")


def _ports(machine: Machine, first: int, count: int) -> Check:
    ports = range(first, first + count)
    name = f"ports {ports[0]} to {ports[-1]}"
    ours = {running(machine.home.pid_file(process)) for process in _PROCESSES}
    used_by_us = {record.port for record in ours if record is not None}
    taken = [port for port in ports if port not in used_by_us and not port_is_free(port)]
    if taken:
        fix = "end that program"
        if isinstance(machine.target, EmbeddedTarget):
            fix = f"finpulse up --port {free_ports(first + count)}"
        return Check(name, False, f"{taken[0]} is taken by another program", fix)
    return Check(name, True, "used by this target" if used_by_us else "free")


def _disk(machine: Machine) -> Check:
    free = shutil.disk_usage(_existing(machine.home.root)).free
    found = f"{free / 1e9:.1f} GB free"
    return Check("disk", free >= _DISK_BYTES, found, "" if free >= _DISK_BYTES else "free 1.5 GB, or set FINPULSE_HOME")


def _home(machine: Machine) -> Check:
    folder = machine.home.root
    ok = os.access(_existing(folder), os.W_OK | os.X_OK)
    return Check("target folder", ok, str(folder), "" if ok else "set FINPULSE_HOME to a folder you may write to")


def _node(machine: Machine) -> Check:
    try:
        npm = require_npm(machine.frontend, machine.environ)
    except MissingError as error:
        return Check("node", False, error.message, f"for the dashboard only: {error.next_action}", required=False)
    return Check("node", True, f"{npm.node_version}, for the dashboard", required=False)


def _existing(folder: Path) -> Path:
    """`folder`, or the nearest folder above it that exists."""
    return next(candidate for candidate in (folder, *folder.parents) if candidate.is_dir())
