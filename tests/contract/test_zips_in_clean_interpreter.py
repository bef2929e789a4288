"""Each zip as AWS runs it: an interpreter with nothing but the AWS SDK and no time zone database.

An emulator runs functions in its own interpreter, whose packages are all importable: a zip that lacks a module works
there and fails on AWS.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import lambdas
from finpulse_cli.stack.packaging import TIME_ZONES, functions, package_all

if TYPE_CHECKING:
    from collections.abc import Mapping
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)
LAMBDAS = Path(lambdas.__file__).parent
SDK = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
FUNCTIONS = (
    "aggregator",
    "alert_digest",
    "alert_webhook",
    "anomaly_detector",
    "api_handler",
    "data_ingester",
    "price_processor",
    "push_fanout",
    "push_gateway",
)
OURS = ("finpulse_cli", "tests")
FOREIGN = ("requests", "typer", "rich", "ministack", "pytest", "hypothesis", "tzdata", "sqlglot")

# Runs with -I -S: sys.path starts as the standard library alone. The hook turns any work at import into an error.
PROGRAM = """
import importlib, importlib.util, json, os, sys, zoneinfo
code, sdk, function, foreign, zones = json.loads(sys.argv[1])
zoneinfo.reset_tzpath(to=[])
sys.path[:0] = [code, sdk]
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system")
def refuse(event, arguments):
    if event in FORBIDDEN:
        raise RuntimeError(f"{event} at import: {arguments}")
sys.addaudithook(refuse)
def has_zone(name):
    try:
        return zoneinfo.ZoneInfo(name).key == name
    except zoneinfo.ZoneInfoNotFoundError:
        return False
environment = dict(os.environ)
module = importlib.import_module(f"lambdas.{function}.handler")
assert os.environ == environment, "the import changed the environment"
print(json.dumps({
    "callable": callable(module.handler),
    "file": module.__file__,
    "loaded": sorted({name.partition(".")[0] for name in sys.modules}),
    "importable": [name for name in foreign if importlib.util.find_spec(name)],
    "zones": [name for name in zones if has_zone(name)],
    "sessions": importlib.import_module("boto3").DEFAULT_SESSION is not None,
}))
"""


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the AWS SDK and what it needs can be imported, and nothing else."""
    folder = tmp_path_factory.mktemp("sdk")
    for name in SDK:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        origin = Path(spec.origin)
        installed = origin.parent if origin.name == "__init__.py" else origin
        (folder / installed.name).symlink_to(installed)
    return folder


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folder of each function's unpacked zip."""
    build = tmp_path_factory.mktemp("zips")
    folders = {}
    for name, path in package_all(LAMBDAS, build).items():
        folders[name] = build / name
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folders[name])
    return folders


def clean_import(code: Path, sdk: Path, function: str) -> dict[str, Any]:
    """What a clean interpreter says after it has imported the function's handler."""
    arguments = json.dumps([str(code), str(sdk), function, [*FOREIGN, *OURS], TIME_ZONES])
    run = subprocess.run(
        (sys.executable, "-I", "-S", "-B", "-c", PROGRAM, arguments),
        env={},
        cwd=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def test_every_function_has_a_handler() -> None:
    assert functions(LAMBDAS) == list(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_handler_can_be_imported_and_does_no_work(unpacked: Mapping[str, Path], sdk: Path, function: str) -> None:
    code = unpacked[function]
    report = clean_import(code, sdk, function)
    assert report["callable"]
    assert Path(report["file"]) == code / "lambdas" / function / "handler.py"
    assert report["sessions"] is False
    bundled = {"tzdata"} if (code / "tzdata").exists() else set()
    assert set(report["importable"]) == bundled
    assert set(report["loaded"]).isdisjoint({*FOREIGN, *OURS})
    public = {name for name in report["loaded"] if not name.startswith("_")}
    assert public - set(sys.stdlib_module_names) <= {*SDK, "lambdas"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_brings_the_time_zones_that_sessions_need(
    unpacked: Mapping[str, Path], sdk: Path, function: str
) -> None:
    assert clean_import(unpacked[function], sdk, function)["zones"] == list(TIME_ZONES)
