"""A home that holds nothing gets what a first apply would leave, and the emulator begins with it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.probe import NEIGHBOURS
from finpulse_cli.stack.outputs import load_outputs
from finpulse_cli.stack.packaging import package_all
from finpulse_cli.stack.presence import missing_resources
from finpulse_cli.stack.target import Continuity
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import stack_fingerprint
from finpulse_cli.stack.terraform.stage import stage
from finpulse_cli.targets.embedded.state_folder import StateFolder
from finpulse_cli.targets.embedded.target import embedded_target
from finpulse_cli.targets.instance import Instance
from tests.doubles.contexts import PROJECT, context
from tests.outside import PYTHON
from tests.ports import own_ports
from tests.unit.targets.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from finpulse_cli.stack.target import HeadStart, Target
    from finpulse_cli.stack.terraform.fingerprint import StackFingerprint

PORT = own_ports()


@pytest.fixture
def home(tmp_path: Path) -> TargetHome:
    """A target's folder that is not there yet."""
    return TargetHome(tmp_path / "embedded")


def target_in(home: TargetHome, environ: Mapping[str, str] | None = None, project: Project | None = None) -> Target:
    """The target as a command makes it."""
    made = context(environ=environ)
    if project is not None:
        made.project = project
    return embedded_target(made, home, PORT)


def head_start(target: Target) -> HeadStart:
    assert target.head_start is not None
    return target.head_start


def laid(target: Target) -> Target:
    """The target with the snapshot in its home."""
    head_start(target).lay(package_all(PROJECT / "lambdas", target.home.lambdas), Said())
    return target


def changed_since(target: Target, environ: Mapping[str, str]) -> list[str] | None:
    """What differs from what the record of the last apply says, for a user with this environment."""
    applied = Applied.load(target.home.applied)
    assert applied is not None
    return now(target, environ).changed_code(applied.fingerprint)


def now(target: Target, environ: Mapping[str, str]) -> StackFingerprint:
    stage(PROJECT / "terraform", target.home.terraform_dir, target.root.variables(environ))
    zips = package_all(PROJECT / "lambdas", target.home.lambdas)
    return stack_fingerprint(target.home.terraform_dir, zips, environ, target.engine)


def test_it_is_for_a_home_that_holds_nothing(home: TargetHome) -> None:
    assert head_start(target_in(home)).fits()
    laid(target_in(home))
    StateFolder(home.state_dir).journal(2).touch()  # an emulator has begun with it
    assert not head_start(target_in(home)).fits()
    home.instance.unlink()  # as if it had been cut short
    assert head_start(target_in(home)).fits()
    home.applying.touch()
    assert not head_start(target_in(home)).fits()


def test_what_no_emulator_has_begun_with_is_laid_again_for_another_port(home: TargetHome) -> None:
    laid(target_in(home))

    other = embedded_target(context(), home, PORT + NEIGHBOURS)
    assert head_start(other).fits()
    assert changed_since(laid(other), {}) == []


def test_an_emulator_of_a_version_that_kept_no_journal_is_left_as_it_is(home: TargetHome) -> None:
    home.state_dir.mkdir(parents=True)
    (home.state_dir / "dynamodb.json").write_text("{}")
    Instance(PORT, "one").save(home.instance)

    assert not head_start(target_in(home)).fits()


def test_it_is_not_for_a_stack_of_another_name(home: TargetHome) -> None:
    assert not head_start(target_in(home, {"TF_VAR_name": "other"})).fits()
    assert head_start(target_in(home, {"TF_VAR_shard_count": "4"})).fits()


def test_it_is_not_for_another_emulator_nor_for_functions_that_are_gone(
    home: TargetHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(PROJECT / "lambdas", clone / "lambdas")
    (clone / "terraform").mkdir()
    assert head_start(target_in(home, project=Project(clone))).fits()
    shutil.rmtree(clone / "lambdas" / "push_fanout")
    assert not head_start(target_in(home, project=Project(clone))).fits()

    monkeypatch.setattr("finpulse_cli.targets.embedded.ministack.REQUIREMENT", "another")
    assert not head_start(target_in(home)).fits()


def test_what_is_as_it_was_made_needs_nothing_more_and_what_differs_does(home: TargetHome) -> None:
    target = laid(target_in(home))

    assert changed_since(target, {}) == []
    assert changed_since(target, {"TF_VAR_shard_count": "4"}) is None
    assert changed_since(target, {"TF_VAR_shard_count": ""}) == []


def test_changed_terraform_files_are_left_to_terraform(home: TargetHome, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for name in ("lambdas", "terraform"):
        shutil.copytree(PROJECT / name, clone / name)
    (clone / "terraform" / "more.tf").write_text("# more")
    target = laid(target_in(home, project=Project(clone)))

    applied = Applied.load(home.applied)
    assert applied is not None
    assert (
        stack_fingerprint(
            home.terraform_dir, package_all(clone / "lambdas", home.lambdas), {}, target.engine
        ).changed_code(applied.fingerprint)
        is None
    )
    assert (home.terraform_dir / "more.tf").exists()


def test_two_homes_share_no_id_and_no_secret(tmp_path: Path) -> None:
    one, other = (laid(target_in(TargetHome(tmp_path / name))).home for name in ("one", "other"))

    assert load_outputs(one.outputs).api_id != load_outputs(other.outputs).api_id
    assert load_outputs(one.outputs).websocket_api_id != load_outputs(other.outputs).websocket_api_id
    secrets = [text for home in (one, other) for text in parameters(home)]
    assert len(set(secrets)) == len(secrets) == 4
    lineages = {json.loads(home.terraform_state.read_text())["lineage"] for home in (one, other)}
    assert len(lineages) == 2


def parameters(home: TargetHome) -> list[str]:
    """The emulator's id and the API's token."""
    [file] = home.state_dir.glob("checkpoint-*/ssm.json")
    found = json.loads(file.read_text())["payload"]["parameters"]["data"].values()
    return [one["OriginalValue"] for one in found if one["OriginalValue"] != "unset"]


def test_what_only_its_user_may_read_is_readable_by_nobody_else(home: TargetHome) -> None:
    laid(target_in(home))

    assert home.state_dir.stat().st_mode & 0o077 == 0


@pytest.fixture
def begun(home: TargetHome) -> Iterator[Target]:
    """The target begun with the snapshot; its processes are gone afterwards."""
    target = laid(target_in(home))
    target.lifecycle.start(Said())
    yield target
    target_in(home).lifecycle.purge(Said())


@pytest.mark.starts_programs(PYTHON)
def test_the_emulator_begins_with_all_of_it(begun: Target) -> None:
    said = Said()
    outputs = begun.place.outputs()

    assert begun.lifecycle.reconcile(said) is Continuity.RESTORED
    assert said == []
    assert missing_resources(begun.place.clients, outputs) == []
    told = begun.place.clients.ssm.get_parameter(Name=outputs.query_token_parameter or "", WithDecryption=True)
    assert told["Parameter"]["Value"] in parameters(begun.home)
    code = begun.place.clients.functions.get_function(FunctionName=outputs.functions["aggregator"])
    assert code["Configuration"]["CodeSize"] == (begun.home.lambdas / "aggregator.zip").stat().st_size
    remembered = Instance.load(begun.home.instance)
    assert remembered is not None
    assert remembered.port == PORT


def test_nothing_is_laid_for_a_port_that_is_taken(home: TargetHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finpulse_cli.daemon.service._PORT_TIMEOUT_SECONDS", 0)
    monkeypatch.setattr("finpulse_cli.daemon.service.port_is_free", lambda _port: False)

    with pytest.raises(FailedError, match=f"port {PORT}, which the emulator needs"):
        laid(target_in(home))

    assert not home.instance.exists()
    assert not home.applied.exists()
    assert head_start(target_in(home)).fits()
