"""The shell that a custom runtime's bootstrap is run by."""

from __future__ import annotations

import shutil
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.overlay import bootstraps
from finpulse_cli.targets.embedded.overlay.guard import EXPECTED

if TYPE_CHECKING:
    from pathlib import Path

lambda_svc: Any = import_module("ministack.services.lambda_svc")
BASH = "/opt/bin/bash"


@pytest.mark.parametrize("line", [b"#!/bin/sh", b"#! /bin/sh ", b"#!/usr/bin/sh"])
def test_a_script_of_sh_is_one_of_bash(line: bytes) -> None:
    assert bootstraps.named_bash(line + b"\nset -euo pipefail\n", BASH) == (
        b"#!/opt/bin/bash --posix\nset -euo pipefail\n"
    )


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"\x7fELF\x02\x01",
        b"#!/bin/bash\n",
        b"#!/bin/sh -e\n",
        b"#!/bin/shell\n",
        b"#!/usr/bin/env sh\n",
        b"\n#!/bin/sh\n",
    ],
)
def test_any_other_file_is_left_alone(other: bytes) -> None:
    assert bootstraps.named_bash(other, BASH) == other


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where MiniStack would have unpacked a function, with the overlay installed."""
    monkeypatch.setattr(lambda_svc, "_provided_runtime_code_dir", lambda _zip: str(tmp_path))
    monkeypatch.setattr(lambda_svc, "_provided_code_lock", threading.Lock())
    monkeypatch.setattr(shutil, "which", lambda _name: BASH)
    bootstraps.install()
    return tmp_path


def test_what_is_unpacked_is_rewritten_once_and_stays_executable(unpacked: Path) -> None:
    bootstrap = unpacked / "bootstrap"
    bootstrap.write_bytes(b"#!/bin/sh\ntrue\n")
    bootstrap.chmod(0o755)
    for _again in range(2):
        assert lambda_svc._provided_runtime_code_dir(b"") == str(unpacked)
    assert bootstrap.read_bytes() == b"#!/opt/bin/bash --posix\ntrue\n"
    assert bootstrap.stat().st_mode & 0o777 == 0o755


def test_a_function_without_a_bootstrap_is_left_to_the_emulator(unpacked: Path) -> None:
    assert lambda_svc._provided_runtime_code_dir(b"") == str(unpacked)
    assert not (unpacked / "bootstrap").exists()


def test_without_bash_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    before = lambda_svc._provided_runtime_code_dir
    bootstraps.install()
    assert lambda_svc._provided_runtime_code_dir is before


def test_a_change_of_what_it_relies_on_would_be_noticed() -> None:
    names = {"core.lambda_runtime.ProvidedWorker._spawn", "services.lambda_svc._provided_runtime_code_dir"}
    assert names <= EXPECTED.keys()
