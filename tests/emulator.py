"""A MiniStack of the tests' own, and clients that talk to it as its root user."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from finpulse_cli.targets.embedded.ministack import command
from tests.outside import PYTHON, permitting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOPBACK = "127.0.0.1"
REGION = "us-east-1"
ROOT = "test"  # root of an emulator of the tests' own, key and secret
START_SECONDS = 30
STOP_SECONDS = 10


@dataclass(frozen=True)
class Emulator:
    """A running MiniStack."""

    endpoint: str
    process_id: int = 0
    root: str = ROOT

    @property
    def environment(self) -> dict[str, str]:
        """What an AWS SDK needs in its environment to reach the emulator."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.root,
            "AWS_SECRET_ACCESS_KEY": ROOT,
        }

    def client(self, service: Any) -> Any:
        """The boto3 client of a service, the same one for the whole run."""
        return _client(self.endpoint, self.root, service)


@cache
def _client(endpoint: str, root: str, service: Any) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=root,
        aws_secret_access_key=ROOT,
        config=Config(s3={"addressing_style": "path"}),
    )


@contextmanager
def running_ministack(home: Path, *, keeps_state: bool = False) -> Iterator[Emulator]:
    """The embedded target's MiniStack, overlay included, on a free loopback port; it is gone afterwards.

    With `keeps_state` it saves what it holds when it is stopped, in `home`, and begins with what it finds there.
    """
    port = _free_port()
    kept = _keeping_state(home) if keeps_state else {}
    with (home / "ministack.log").open("wb") as log:
        with permitting(PYTHON):
            process = subprocess.Popen(
                command(),
                env=_environment(home, port) | kept,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            _await_health(process, port, home / "ministack.log")
            yield Emulator(f"http://{LOOPBACK}:{port}", process.pid)
        finally:
            _stop(process)
            _client.cache_clear()


def _environment(home: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "BIND_HOST": LOOPBACK,
        "AWS_ACCESS_KEY_ID": ROOT,
        "AWS_SECRET_ACCESS_KEY": ROOT,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "ATHENA_ENGINE": "duckdb",
        "TZ": "UTC",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _keeping_state(home: Path) -> dict[str, str]:
    return {
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home / "s3"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def _await_health(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _is_healthy(port):
            return
        time.sleep(0.05)
    raise RuntimeError(f"MiniStack does not answer:\n{log.read_text(errors='replace')[-2000:]}")


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/_ministack/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
