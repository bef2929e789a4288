"""A real sandbox: the CLI in its own process, a target, Terraform and Lambda zips, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs, load_outputs
from finpulse_cli.targets.embedded.root_key import SECRET, root_key
from tests.emulator import ROOT, Emulator
from tests.outside import PYTHON, permitting
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EMBEDDED, LOCALSTACK = "embedded", "localstack"
LOCALSTACK_URL = "FINPULSE_LOCALSTACK_URL"  # the product's variable for the endpoint of a LocalStack that runs
PROJECT = Path(__file__).resolve().parents[2]
PROVISION_SECONDS = 600
LAKE_SECONDS = 360  # until Firehose has written, where nobody can ask it to: it gathers for 300 s by default
_FIRST_PORT, _LAST_PORT = 15_000, 32_000
_given: set[int] = set()


@dataclass(frozen=True)
class Done:
    """What a finished command printed."""

    stdout: str
    stderr: str


@dataclass
class Running:
    """A command that may still be at work."""

    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes]
    stdout: Path
    stderr: Path
    _files: tuple[IO[str], ...]

    def finish(self, *codes: int) -> Done:
        """Waits for the end, which must come with one of `codes` and without a traceback."""
        found = self.process.wait(timeout=PROVISION_SECONDS)
        done = Done(self.stdout.read_text(), self.stderr.read_text())
        for file in self._files:
            file.close()
        told = f"finpulse {' '.join(self.arguments)} exited {found}\n{done.stdout}\n{done.stderr}"
        assert found in codes, told
        assert "Traceback" not in done.stdout + done.stderr, told
        return done

    def says(self, text: str) -> None:
        """Waits until `text` stands in what it has written to stderr."""
        eventually(lambda: text in self.stderr.read_text() or self.process.poll() is not None, f"{text!r} on stderr")
        assert text in self.stderr.read_text(), self.stderr.read_text()


@dataclass
class Sandbox:
    """One target with its folder below `home`: the embedded one on `port` and the ports after it, or a LocalStack.

    `extra` is added to the environment; it says where a LocalStack is. `clone` is where the sources are.
    """

    home: Path
    port: int
    extra: Mapping[str, str] = field(default_factory=dict)
    target: str = EMBEDDED
    clone: Path = PROJECT

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the CLI: the machine's, this sandbox's home and target, and what the test adds."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "FINPULSE_"))}
        ours = {"FINPULSE_HOME": str(self.home), "FINPULSE_TARGET": self.target}
        return kept | ours | {"NO_COLOR": "1", "COLUMNS": "120", **self.extra}

    @property
    def up(self) -> tuple[str, ...]:
        """The command that provisions it."""
        return ("up", "--port", str(self.port)) if self.target == EMBEDDED else ("up",)

    @property
    def endpoint(self) -> str:
        """Where its AWS answers."""
        return self.extra.get(LOCALSTACK_URL, f"http://127.0.0.1:{self.port}")

    @property
    def folder(self) -> Path:
        """What the CLI keeps for the target."""
        return self.home / self.target

    def start(self, *arguments: str) -> Running:
        """Starts `finpulse …` and returns at once."""
        self.home.mkdir(parents=True, exist_ok=True)
        stdout, stderr = (tempfile.NamedTemporaryFile("w+", dir=self.home, suffix=name) for name in (".out", ".err"))  # noqa: SIM115
        process = subprocess.Popen(
            [sys.executable, "-m", "finpulse_cli", *arguments],
            cwd=self.clone,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            preexec_fn=_heed_ctrl_c,
        )
        return Running(arguments, process, Path(stdout.name), Path(stderr.name), (stdout, stderr))

    def run(self, *arguments: str, code: int = 0) -> Done:
        """Runs `finpulse …` to its end and expects an exit code; no traceback may reach the user."""
        return self.start(*arguments).finish(code)

    def json(self, *arguments: str) -> list[dict[str, Any]]:
        """Runs a reading command with `--json` and parses its lines."""
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    @property
    def emulator(self) -> Emulator:
        """The emulator; LocalStack takes the same root for everybody."""
        kept = self.folder / "root-key"
        return Emulator(self.endpoint, root=root_key(kept) if kept.exists() else ROOT)

    @property
    def clients(self) -> Clients:
        """Clients with the emulator's root credentials."""
        return Clients.of(Access(self.endpoint, "us-east-1", self.emulator.root, SECRET))

    @property
    def stack(self) -> StackOutputs:
        """Terraform's outputs."""
        return load_outputs(self.folder / "outputs.json")

    def status(self) -> dict[str, Any]:
        """What `finpulse status` tells of a target on which everything is well."""
        [told] = self.json("status")
        return told

    def api_url(self) -> str:
        """Where the HTTP API answers, as `finpulse status` tells."""
        [part] = [part for part in self.status()["parts"] if part["name"] == "API"]
        return str(part["detail"]).split()[0]

    def emulator_pid(self) -> int:
        """Process id of this sandbox's own emulator."""
        record = json.loads((self.folder / "ministack.pid").read_text())
        return int(record["pid"])


@contextmanager
def provisioned(sandboxes: Sequence[Sandbox]) -> Iterator[Sequence[Sandbox]]:
    """All of them up at the same time, and gone afterwards, whatever became of them."""
    with permitting(PYTHON):
        starting = [(sandbox, sandbox.start(*sandbox.up)) for sandbox in sandboxes]
    try:
        for _, running in starting:
            running.finish(0)
        yield sandboxes
    finally:
        for sandbox, running in starting:
            running.process.terminate()
            running.process.wait(timeout=PROVISION_SECONDS)
            with permitting(PYTHON):
                sandbox.run("down", "--purge", "--yes")


def _heed_ctrl_c() -> None:
    """A shell that runs the tests in the background makes its children ignore Ctrl-C; a user's shell does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def free_port() -> int:
    """The first of three free neighbouring ports: the stand-in server and the dashboard take the other two.

    It lies below the range from which systems choose the ports of outgoing connections, so that none of those holds
    it while a killed emulator is started again. Each worker begins to look somewhere else.
    """
    begin = os.getpid() * 31 % (_LAST_PORT - _FIRST_PORT)
    for step in range(0, _LAST_PORT - _FIRST_PORT, 3):
        port = _FIRST_PORT + (begin + step) % (_LAST_PORT - _FIRST_PORT)
        if port not in _given and all(_is_free(port + offset) for offset in range(3)):
            _given.update(range(port, port + 3))
            return port
    raise RuntimeError("no three neighbouring ports are free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
