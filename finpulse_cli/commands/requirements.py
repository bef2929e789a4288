"""What a target needs of this machine, one check a row."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.errors import CliError, MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.mirror import find_mirror
from finpulse_cli.stack.terraform.registry import registry_answers
from finpulse_cli.stack.terraform.source import user_config
from finpulse_cli.targets.standin_market import standin_market
from finpulse_cli.web.node import require_npm

_PYTHON = ((3, 11), (3, 14))
_DISK_BYTES = 1_500_000_000  # the AWS provider unpacked is 0.7 GB; the rest is for state and lake


@dataclass(frozen=True, slots=True)
class Machine:
    """What is checked: a target, the user's environment, where the sources of the stack and of the dashboard are."""

    target: Target
    environ: Mapping[str, str]
    user_home: Path
    terraform: Path
    frontend: Path

    @property
    def home(self) -> TargetHome:
        """The target's folder."""
        return self.target.home


def check_machine(machine: Machine) -> list[Check]:
    """Run every check of the target; none of them changes anything but an empty probe file that is removed again."""
    own = machine.target.requirements(machine.environ, machine.user_home)
    always = [_python(machine), _terraform(machine), _provider(machine)]
    return [*always, *own, _disk(machine), _home(machine), _requests(machine), _node(machine)]


def _python(_machine: Machine) -> Check:
    lowest, highest = _PYTHON
    ok = lowest <= sys.version_info[:2] <= highest
    return Check("python", ok, platform.python_version(), "" if ok else "make a virtualenv with Python 3.11 to 3.14")


def _terraform(machine: Machine) -> Check:
    try:
        binary = require_terraform(machine.environ)
    except MissingError as error:
        return Check("terraform", False, error.message, _fix(machine, error.next_action), _needs_terraform(machine))
    return Check("terraform", True, f"{binary.edition.name} {binary.version} ({binary.path})")


def _provider(machine: Machine) -> Check:
    theirs = user_config(machine.environ, machine.user_home)
    if theirs and "provider_installation" in theirs.read_text(encoding="utf-8"):
        return Check("AWS provider", True, f"from where {theirs} says")
    if registry_answers(machine.environ):
        return Check("AWS provider", True, "from the public registry")
    mirror = find_mirror(machine.environ, machine.user_home)
    if mirror is not None:
        return Check("AWS provider", True, f"from the mirror {mirror} (the public registry does not answer)")
    fix = _fix(machine, "go online once, or set TF_PLUGIN_CACHE_DIR to a folder made with `terraform providers mirror`")
    found = "the public registry does not answer, and there is no mirror here"
    return Check("AWS provider", False, found, fix, _needs_terraform(machine))


def _needs_terraform(machine: Machine) -> bool:
    """Tell whether nothing can be provisioned without Terraform."""
    return machine.target.head_start is None


def _fix(machine: Machine, fix: str | None) -> str:
    before = "" if _needs_terraform(machine) else "for a stack other than the one that FinPulse brings: "
    return before + (fix or "")


def _disk(machine: Machine) -> Check:
    free = shutil.disk_usage(_existing(machine.home.root)).free
    found = f"{free / 1e9:.1f} GB free"
    return Check("disk", free >= _DISK_BYTES, found, "" if free >= _DISK_BYTES else "free 1.5 GB, or set FINPULSE_HOME")


def _home(machine: Machine) -> Check:
    folder = machine.home.root
    ok = os.access(_existing(folder), os.W_OK | os.X_OK)
    return Check("target folder", ok, str(folder), "" if ok else "set FINPULSE_HOME to a folder you may write to")


def _requests(machine: Machine) -> Check:
    """Compare what the variables of the environment ask the provider for with what the plan has."""
    # imported late: the parser of Terraform's language would slow every other command down
    from finpulse_cli.features.cost.asking import asking_text, declared_asking
    from finpulse_cli.stack.hcl.module import Module, environment_variables

    market = {} if machine.target.review is not None else standin_market(machine.environ)
    try:
        module = Module.read(machine.terraform, environment_variables(machine.environ) | market)
        asking = declared_asking(module)
    except CliError as error:
        return Check("requests", False, error.message, error.next_action or "")
    fix = "name fewer symbols in TF_VAR_symbols, or set TF_VAR_alpha_vantage_plan to premium or custom"
    return Check("requests", asking.is_possible, asking_text(asking), "" if asking.is_possible else fix)


def _node(machine: Machine) -> Check:
    try:
        npm = require_npm(machine.frontend, machine.environ)
    except MissingError as error:
        return Check("node", False, error.message, f"for the dashboard only: {error.next_action}", required=False)
    return Check("node", True, f"{npm.node_version}, for the dashboard", required=False)


def _existing(folder: Path) -> Path:
    """Return `folder`, or the nearest folder above it that exists."""
    return next(candidate for candidate in (folder, *folder.parents) if candidate.is_dir())
