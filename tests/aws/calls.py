"""Every AWS operation that the CLI's sources call, found without running them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import botocore.session
from botocore import xform_name

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[2]
# What the clients are called in the code, where it is not the service's own name.
SERVICES = {
    "functions": "lambda",
    "apigateway": "apigatewayv2",
    **{
        name: name
        for name in (
            "athena", "cloudfront", "cloudwatch", "dynamodb", "firehose", "glue", "iam", "kinesis", "logs", "s3",
            "scheduler", "sns", "sqs", "ssm", "sts",
        )
    },
}  # fmt: skip
_GENERATORS = ("get_paginator", "get_waiter")
# What an emulator needs or lacks: none of it runs with AWS as its target.
_OUTSIDE = ("finpulse_cli/standins/", "finpulse_cli/targets/embedded/", "finpulse_cli/targets/localstack/")


@dataclass(frozen=True)
class Call:
    """One call: boto3's service, the API's operation, and where it stands."""

    service: str
    operation: str
    file: str


@cache
def calls() -> frozenset[Call]:
    """The calls of the CLI and of the code in lambdas/shared that it uses."""
    return frozenset(call for file in sorted(_files()) for call in _calls_of(file))


def _files() -> set[Path]:
    """The CLI's files, and those of lambdas/shared that they import, directly or not."""
    waiting = [
        file
        for file in (PROJECT / "finpulse_cli").rglob("*.py")
        if not file.relative_to(PROJECT).as_posix().startswith(_OUTSIDE)
    ]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _shared(file)
    return found


def _shared(file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lambdas.shared"):
            path = PROJECT / f"{(node.module or '').replace('.', '/')}.py"
            if path.is_file():
                yield path


def _calls_of(file: Path) -> Iterator[Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    typed = _typed_services(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = _method(node)
            for service in _services(node.func.value, typed):
                if method in _operations(service):
                    yield Call(service, _operations(service)[method], file.relative_to(PROJECT).as_posix())


def _method(call: ast.Call) -> str:
    """The operation's name in boto3; of a paginator or waiter, what it is made for."""
    assert isinstance(call.func, ast.Attribute)
    first = call.args[0] if call.args else None
    if call.func.attr in _GENERATORS and isinstance(first, ast.Constant):
        return str(first.value)
    return call.func.attr


def _services(receiver: ast.expr, typed: set[str]) -> set[str]:
    """The service of `clients.kinesis`, `kinesis`, `self._kinesis`; of other names, those that the file's types say."""
    match receiver:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            known = SERVICES.get(name.strip("_"))
        case _:
            known = None
    return {known} if known else typed


def _typed_services(tree: ast.Module) -> set[str]:
    """The services whose clients a file names as types: `from mypy_boto3_sqs import SQSClient` -> sqs."""
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {module.split(".")[0].removeprefix("mypy_boto3_") for module in modules if module.startswith("mypy_boto3_")}


@cache
def _operations(service: str) -> dict[str, str]:
    """boto3's names of a service's operations -> the API's: `list_streams` -> `ListStreams`."""
    model = botocore.session.get_session().get_service_model(service)
    return {xform_name(name): name for name in model.operation_names}
