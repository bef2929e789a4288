"""Checks that the targets on this machine share: tflocal, and the ports of their processes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError
from finpulse_cli.daemon.probe import NEIGHBOURS, port_is_free
from finpulse_cli.daemon.process import running
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.terraform.binary import find_terraform
from finpulse_cli.stack.terraform.tflocal import named_program, require_tflocal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.core.paths import TargetHome

_PROCESSES = ("ministack", "quote_server", "dashboard", "api_gateway")


def _end_it() -> str:
    return "end that program"


def check_tflocal(environ: Mapping[str, str]) -> Check:
    """Check that tflocal is there and runs."""
    fix = f"{sys.executable} -m pip install --force-reinstall terraform-local python-hcl2"
    try:
        path = require_tflocal()
    except MissingError as error:
        return Check("tflocal", False, error.message, error.next_action or "")
    if find_terraform(environ) is None:
        return Check("tflocal", True, f"{path} (not tried: it needs terraform)")
    quiet = dict(environ) | named_program(environ) | {"DISABLE_DEPRECATION_NOTICE": "1", "CHECKPOINT_DISABLE": "1"}
    tried = subprocess.run(  # noqa: S603 - the tool that is being checked
        [sys.executable, str(path), "version"], env=quiet, capture_output=True, text=True, check=False
    )
    if tried.returncode != 0:
        return Check("tflocal", False, (tried.stderr.strip().splitlines() or ["it does not run"])[-1], fix)
    return Check("tflocal", True, str(path))


def check_ports(home: TargetHome, first: int, fix: Callable[[], str] = _end_it) -> Check:
    """Check that the target's ports, from `first` on, are free or its own processes'."""
    ports = range(first, first + NEIGHBOURS)
    name = f"ports {ports[0]} to {ports[-1]}"
    ours = {running(home.pid_file(process)) for process in _PROCESSES}
    used_by_us = {record.port for record in ours if record is not None}
    taken = [port for port in ports if port not in used_by_us and not port_is_free(port)]
    if taken:
        return Check(name, False, f"{taken[0]} is taken by another program", fix())
    return Check(name, True, "used by this target" if used_by_us else "free")
