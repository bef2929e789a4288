"""`finpulse up --target localstack` where something is missing, each case in turn, and what `down` does there."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finpulse_cli.core.errors import ExitCode
from finpulse_cli.main import run
from finpulse_cli.stack.outputs import save_outputs
from finpulse_cli.targets.instance import Instance
from tests.outside import OWN
from tests.ports import own_ports
from tests.unit.targets.localstack.fake_localstack import FakeLocalStack, localstack
from tests.unit.targets.localstack.found import COMMUNITY
from tests.unit.targets.localstack.programs import ENGINE, NO_ENGINE, TERRAFORM, TOKEN, program
from tests.unit.targets.outputs import OUTPUTS

pytestmark = pytest.mark.starts_programs(OWN)
Call = Callable[..., int]
MARK = "/finpulse/instance"
MISSING = {
    "docker": "`docker` is not on PATH",
    "engine": "the Docker engine does not answer",
    "token": "LOCALSTACK_AUTH_TOKEN is not set",
    "command line": "neither `lstk` nor `localstack` is installed",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of PATH, with a terraform; nothing answers where LocalStack is looked for."""
    made = tmp_path / "bin"
    program(made, "terraform", TERRAFORM)
    program(tmp_path / "python", "tflocal")
    port = own_ports(1)
    for name, value in {
        "PATH": str(made),
        "HOME": str(tmp_path),
        "FINPULSE_HOME": str(tmp_path / "home"),
        "FINPULSE_LOCALSTACK_URL": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LOCALSTACK_AUTH_TOKEN", raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "python"))
    return made


@pytest.fixture
def call(folder: Path) -> Call:  # noqa: ARG001 - every call happens there
    """Runs a command and gives its exit code."""

    def run_command(*arguments: str) -> int:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        code = caught.value.code
        return code if isinstance(code, int) else 0

    return run_command


def told(call: Call, capsys: pytest.CaptureFixture[str], what: str) -> str:
    """The next action of a call that ends because just this is missing."""
    assert call("up", "--target", "localstack") == ExitCode.MISSING
    shown = capsys.readouterr()
    found = re.search(r"^error: (.*)\nnext:  (.*)$", shown.err, re.MULTILINE)
    assert found is not None
    assert shown.out == ""
    assert [name for name, words in MISSING.items() if words in found[1]] == [what]
    assert "finpulse up --target embedded" in found[2]
    return found[2]


def test_each_need_in_turn(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "install Docker" in told(call, capsys, "docker")
    program(folder, "docker", NO_ENGINE)
    assert "start Docker" in told(call, capsys, "engine")
    program(folder, "docker", ENGINE)
    assert "set LOCALSTACK_AUTH_TOKEN" in told(call, capsys, "token")
    monkeypatch.setenv("LOCALSTACK_AUTH_TOKEN", TOKEN)
    next_action = told(call, capsys, "command line")
    assert "pip install localstack" in next_action
    assert TOKEN not in next_action


def test_what_is_missing_leaves_no_target_in_use(call: Call, tmp_path: Path) -> None:
    call("up", "--target", "localstack")

    assert not (tmp_path / "home" / "current").exists()
    assert not (tmp_path / "home" / "localstack" / "instance.json").exists()


def test_a_refused_token_is_a_failure_that_does_not_tell_it(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCALSTACK_AUTH_TOKEN", TOKEN)
    program(folder, "docker", ENGINE)
    program(folder, "lstk", "echo license activation failed for $LOCALSTACK_AUTH_TOKEN; exit 1")

    assert call("up", "--target", "localstack") == ExitCode.FAILED

    shown = capsys.readouterr().err
    assert "license activation failed for ***" in shown
    assert "check LOCALSTACK_AUTH_TOKEN" in shown
    assert TOKEN not in shown


def test_without_a_name_up_says_which_target_it_takes_and_why(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("finpulse_cli.commands.up.provision", lambda *_arguments: pytest.fail("it was not to go on"))
    monkeypatch.setenv("FINPULSE_TARGET", "localstack")
    with localstack() as fake:
        monkeypatch.setenv("FINPULSE_LOCALSTACK_URL", fake.url)

        assert call("up", "--plan") == ExitCode.USAGE
        assert "target localstack: FINPULSE_TARGET names it" in capsys.readouterr().err
        monkeypatch.delenv("FINPULSE_TARGET")
        assert call("up", "--plan") == ExitCode.USAGE
        assert f"target localstack: LocalStack community 4.14.0 answers at {fake.url}" in capsys.readouterr().err


@pytest.fixture
def destroyed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The targets whose stack was destroyed by Terraform."""
    names: list[str] = []
    monkeypatch.setattr(
        "finpulse_cli.stack.terraform.destroy.destroy", lambda _project, target, *_rest: names.append(target.name)
    )
    return names


def provisioned(home: Path, fake: FakeLocalStack) -> None:
    """A stack on that LocalStack."""
    folder = home / "localstack"
    Instance(fake.port, "ours", stopped_well=False, url=fake.url).save(folder / "instance.json")
    COMMUNITY.save(folder / "capabilities.json")
    save_outputs(folder / "outputs.json", OUTPUTS)
    fake.parameters[MARK] = "ours"


def purge(call: Call, fake: FakeLocalStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Purge the target."""
    monkeypatch.setenv("FINPULSE_LOCALSTACK_URL", fake.url)
    assert call("down", "--target", "localstack", "--purge", "--yes") == 0
    assert not (tmp_path / "home" / "localstack").exists()


def test_purge_destroys_the_stack_of_a_localstack_that_goes_on(
    call: Call, destroyed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with localstack() as fake:
        provisioned(tmp_path / "home", fake)

        purge(call, fake, tmp_path, monkeypatch)

        assert destroyed == ["localstack"]
        assert MARK not in fake.parameters


def test_purge_destroys_what_an_up_that_was_cut_short_has_made(
    call: Call, destroyed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with localstack() as fake:
        provisioned(tmp_path / "home", fake)
        state = tmp_path / "home" / "localstack" / "terraform" / "terraform.tfstate"
        state.parent.mkdir()
        state.write_text('{"resources": [{}]}')
        (tmp_path / "home" / "localstack" / "outputs.json").unlink()

        purge(call, fake, tmp_path, monkeypatch)

    assert destroyed == ["localstack"]


@pytest.mark.parametrize("was_taken_down", [False, True])
def test_purge_of_a_localstack_that_is_gone_needs_no_terraform(
    was_taken_down: bool, call: Call, destroyed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with localstack() as fake:
        provisioned(tmp_path / "home", fake)
        monkeypatch.setenv("FINPULSE_LOCALSTACK_URL", fake.url)
        if was_taken_down:
            assert call("down", "--target", "localstack") == 0

    purge(call, fake, tmp_path, monkeypatch)

    assert destroyed == []
