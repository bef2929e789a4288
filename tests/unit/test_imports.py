"""What a command does not need is not loaded: that is how long `--help` and `status` take."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)

AWS = ("boto3", "botocore.session")
SERVERS = ("starlette", "uvicorn", "h11")
CLIENTS = ("requests", "websockets")
LAKE = ("duckdb", "sqlglot")
TERRAFORM = ("hcl2", "lark")
HEAVY = (*AWS, *SERVERS, *CLIENTS, *LAKE, *TERRAFORM, "psutil", "rich.live", "playwright", "localstack")
# The heart of each stand-in.
STAND_INS = {
    "api-gateway": "finpulse_cli.standins.api_gateway.gateway",
    "quote-server": "finpulse_cli.standins.alpha_vantage.api",
    "scheduler": "finpulse_cli.standins.scheduler.ticker",
    "athena": "finpulse_cli.standins.athena.engine",
}


def loaded(program: str, modules: tuple[str, ...]) -> set[str]:
    """Which of these modules a program has loaded when it ends."""
    report = f"print(*(name for name in {modules} if name in sys.modules), sep='\\n', file=sys.stderr)"
    source = f"import sys\ntry:\n    {program}\nexcept SystemExit:\n    pass\n{report}"
    ended = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    return set(ended.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(f"from finpulse_cli.main import run; run({arguments})", HEAVY) == set()


def test_status_loads_no_sdk_before_it_asks_something() -> None:
    assert loaded("import finpulse_cli.commands.status", HEAVY) == set()


@pytest.mark.parametrize("command", ["cost", "doctor", "logs", "query"])
def test_a_command_loads_no_server_and_no_client_of_aws(command: str) -> None:
    assert loaded(f"import finpulse_cli.commands.{command}", (*AWS, *SERVERS, "websockets", "psutil")) == set()


@pytest.mark.parametrize("process", ["api-gateway", "quote-server", "scheduler"])
def test_a_process_loads_its_own_stand_in_only(process: str) -> None:
    program = f"from finpulse_cli.processes.__main__ import run; run(['{process}', '--help'])"

    assert loaded(program, (*STAND_INS.values(), *LAKE)) == {STAND_INS[process]}
