"""A sandbox that is stopped is saved, and laid into another home, on another port: the same but for what is secret."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.probe import NEIGHBOURS
from finpulse_cli.stack.outputs import load_outputs
from finpulse_cli.stack.packaging import package_all
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import stack_fingerprint
from finpulse_cli.targets.embedded.root_key import keep, root_key
from finpulse_cli.targets.embedded.sandbox_file.moment import files_of, newest_moment
from finpulse_cli.targets.embedded.state_folder import Manifest, StateFolder
from finpulse_cli.targets.embedded.target import embedded_target
from finpulse_cli.targets.instance import Instance
from tests.doubles.contexts import PROJECT, context
from tests.ports import own_ports
from tests.unit.targets.said import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.stack.sandbox_snapshots import SandboxSnapshots
    from finpulse_cli.stack.target import Target

PORT, OTHER_PORT = own_ports(), own_ports() + NEIGHBOURS
OBJECT = "000000000000/finpulse-lake/raw-data/year=2026/one.gz"
MAIL = "new/1.M1P1Q1.localhost"


def target_in(
    home: TargetHome, port: int = PORT, environ: Mapping[str, str] | None = None, project: Project | None = None
) -> Target:
    """The target as a command makes it."""
    made = context(environ=environ)
    if project is not None:
        made.project = project
    return embedded_target(made, home, port)


def laid(target: Target) -> Target:
    """The target's home with what it begins with."""
    assert target.head_start is not None
    assert target.head_start.fits()
    shutil.copytree(zips_of_the_project(), target.home.lambdas, dirs_exist_ok=True)
    target.head_start.lay(package_all(PROJECT / "lambdas", target.home.lambdas), Said())
    return target


@cache
def zips_of_the_project() -> Path:
    """A folder with the zips, made once: that takes most of a second."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    package_all(PROJECT / "lambdas", folder)
    return folder


def snapshots(target: Target) -> SandboxSnapshots:
    assert target.snapshots is not None
    return target.snapshots


@pytest.fixture
def home(tmp_path: Path) -> TargetHome:
    """A sandbox that was stopped, with an object and an e-mail."""
    target = laid(target_in(TargetHome(tmp_path / "one" / "embedded")))
    home = target.home
    keep(home.root_key, target.place.access.access_key)
    StateFolder(home.state_dir).journal(2).touch()  # an emulator was at work
    for path, text in {home.s3_dir / OBJECT: b"\x1f\x8b", home.mail_dir / MAIL: b"http://localhost:%d/" % PORT}.items():
        path.parent.mkdir(parents=True)
        path.write_bytes(text)
    return home


@pytest.fixture
def other(tmp_path: Path) -> TargetHome:
    """A home that is not there yet."""
    return TargetHome(tmp_path / "other" / "embedded")


def service(home: TargetHome, name: str) -> str:
    state = StateFolder(home.state_dir)
    return (state.checkpoint(state.checkpoints()[0]) / f"{name}.json").read_text()


def test_all_of_it_is_there_again_on_another_port_with_other_secrets(
    home: TargetHome, other: TargetHome, tmp_path: Path
) -> None:
    file = tmp_path / "a.finpulse"
    saved = snapshots(target_in(home)).save(file, Said())
    there = target_in(other, OTHER_PORT)
    assert snapshots(there).look(file) == saved
    assert saved.differences == []

    snapshots(there).load(file, Said())
    laid(target_in(other, OTHER_PORT))

    assert (other.s3_dir / OBJECT).read_bytes() == b"\x1f\x8b"
    assert (other.mail_dir / MAIL).read_text() == f"http://localhost:{OTHER_PORT}/"
    for name in ("dynamodb", "kinesis", "firehose", "sqs", "glue"):
        assert json.loads(service(other, name)) == json.loads(service(home, name).replace(str(PORT), str(OTHER_PORT)))
    assert str(OTHER_PORT) in service(other, "lambda")
    assert str(PORT) not in service(other, "lambda")
    assert service(other, "ssm") != service(home, "ssm")
    assert load_outputs(other.outputs).api_id == load_outputs(home.outputs).api_id
    assert str(other.lambdas) in other.terraform_state.read_text()
    assert str(home.root) not in other.terraform_state.read_text()
    remembered = Instance.load(other.instance)
    assert remembered is not None
    assert remembered.port == OTHER_PORT
    manifest = Manifest.load(StateFolder(other.state_dir).checkpoint(1))
    assert manifest is not None
    assert manifest.damaged(StateFolder(other.state_dir).checkpoint(1)) == []
    for path in other.root.rglob("*"):
        if path.is_file() and path.parent not in (other.terraform_dir, other.lambdas):
            assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0, path


def test_nothing_in_the_file_tells_whose_sandbox_it_was(home: TargetHome, tmp_path: Path) -> None:
    file = tmp_path / "a.finpulse"
    snapshots(target_in(home)).save(file, Said())

    shutil.unpack_archive(file, tmp_path / "open", "zip")
    unpacked = b"".join(path.read_bytes() for path in (tmp_path / "open").rglob("*") if path.is_file())
    parameters = json.loads(service(home, "ssm"))["payload"]["parameters"]["data"].values()
    secrets = [one["OriginalValue"] for one in parameters if one["OriginalValue"] != "unset"]
    for secret in [*secrets, root_key(home.root_key), str(home.root), f":{PORT}"]:
        assert secret.encode() not in unpacked


def test_the_stack_it_is_laid_with_is_as_it_was_applied_but_for_new_code(
    home: TargetHome, other: TargetHome, tmp_path: Path
) -> None:
    file = tmp_path / "a.finpulse"
    snapshots(target_in(home)).save(file, Said())
    clone = tmp_path / "clone"
    for name in ("lambdas", "terraform"):
        shutil.copytree(PROJECT / name, clone / name)
    with (clone / "lambdas" / "aggregator" / "handler.py").open("a") as handler:
        handler.write("CHANGED = True\n")
    snapshots(target_in(other)).load(file, Said())
    there = target_in(other, OTHER_PORT, project=Project(clone))
    assert there.head_start is not None
    zips = package_all(clone / "lambdas", other.lambdas)

    there.head_start.lay(zips, Said())

    applied = Applied.load(other.applied)
    assert applied is not None
    now = stack_fingerprint(other.terraform_dir, zips, {}, there.engine)
    assert now.changed_code(applied.fingerprint) == ["aggregator"]


def test_where_the_variables_differ_it_says_so_and_terraform_will_look(
    home: TargetHome, other: TargetHome, tmp_path: Path
) -> None:
    file = tmp_path / "a.finpulse"
    snapshots(target_in(home)).save(file, Said())
    user = {"TF_VAR_shard_count": "4"}
    there = target_in(other, OTHER_PORT, user)

    assert snapshots(there).look(file).differences == ["TF_VAR_shard_count is here only"]
    snapshots(there).load(file, Said())
    laid(target_in(other, OTHER_PORT, user))
    applied = Applied.load(other.applied)
    assert applied is not None
    found = stack_fingerprint(other.terraform_dir, {}, user, there.engine)
    assert found.configuration != applied.fingerprint.configuration


def test_a_file_that_is_refused_changes_nothing(home: TargetHome, tmp_path: Path) -> None:
    file = tmp_path / "a.finpulse"
    target = target_in(home)
    snapshots(target).save(file, Said())
    file.write_bytes(file.read_bytes()[:-10])
    before = {path: path.stat().st_mtime_ns for path in home.root.rglob("*") if path != home.lock}

    with pytest.raises(FailedError, match="damaged"):
        snapshots(target).load(file, Said())

    assert {path: path.stat().st_mtime_ns for path in home.root.rglob("*") if path != home.lock} == before
    assert [path.name for path in home.root.parent.iterdir()] == ["embedded"]


def test_what_is_there_is_replaced_and_named_before(home: TargetHome, tmp_path: Path, other: TargetHome) -> None:
    file = tmp_path / "a.finpulse"
    target = target_in(home)
    snapshots(target).save(file, Said())
    (home.mail_dir / MAIL).unlink()

    assert snapshots(target).would_replace() == str(home.root)
    assert snapshots(target_in(other)).would_replace() is None
    snapshots(target).load(file, Said())
    assert snapshots(target_in(home)).would_replace() == str(home.root)
    assert [path.name for path in home.root.iterdir()] == ["loaded.finpulse"]
    laid(target_in(home))
    assert (home.mail_dir / MAIL).exists()


def test_it_begins_only_once_and_again_where_the_port_was_taken(
    home: TargetHome, other: TargetHome, tmp_path: Path
) -> None:
    file = tmp_path / "a.finpulse"
    snapshots(target_in(home)).save(file, Said())
    snapshots(target_in(other)).load(file, Said())

    laid(target_in(other))
    again = laid(target_in(other, OTHER_PORT))
    StateFolder(other.state_dir).journal(2).touch()
    assert again.head_start is not None
    assert not again.head_start.fits()
    again.head_start.begun()
    assert not other.loaded.exists()
    remembered = Instance.load(other.instance)
    assert remembered is not None
    assert remembered.port == OTHER_PORT


def test_what_cannot_be_saved_whole_is_refused(home: TargetHome, other: TargetHome, tmp_path: Path) -> None:
    file = tmp_path / "a.finpulse"
    with pytest.raises(MissingError, match="no sandbox"):
        snapshots(target_in(other)).save(file, Said())
    with pytest.raises(FailedError, match="TF_VAR_"):
        snapshots(target_in(home, environ={"TF_VAR_shard_count": "4"})).save(file, Said())

    instance = Instance.load(home.instance)
    assert instance is not None
    replace(instance, stopped_well=False).save(home.instance)
    with pytest.raises(FailedError, match="killed"):
        snapshots(target_in(home)).save(file, Said())
    instance.save(home.instance)
    (StateFolder(home.state_dir).checkpoint(1) / "sns.json").write_text("{}")
    with pytest.raises(FailedError, match=r"damaged: sns\.json"):
        snapshots(target_in(home)).save(file, Said())
    home.applied.unlink()
    with pytest.raises(FailedError, match="did not go through"):
        snapshots(target_in(home)).save(file, Said())
    assert not file.exists()


def test_a_moment_has_its_checkpoint_even_when_the_emulator_makes_another(home: TargetHome) -> None:
    state = StateFolder(home.state_dir)
    with newest_moment(home, Said()) as moment:
        shutil.rmtree(state.checkpoint(1))
        assert moment.manifest.damaged(moment.checkpoint) == []
    assert state.checkpoints() == []
    assert not list(home.state_dir.glob("saving-*"))


def test_objects_and_mails_of_later_are_left_out(home: TargetHome) -> None:
    later = home.s3_dir / "000000000000" / "finpulse-lake" / "later.gz"
    for path in (later, later.with_name("later.gz.meta.json")):
        path.write_bytes(b"")
        os.utime(path, (2_000_000_000, 2_000_000_000))
    sidecar = home.s3_dir / f"{OBJECT}.meta.json"
    sidecar.write_text("{}")
    os.utime(sidecar, (2_000_000_000, 2_000_000_000))  # of an object that was there before

    with newest_moment(home, Said()) as moment:
        found = files_of(home, replace(moment, until=1_900_000_000))
    assert set(found) == {f"s3/{OBJECT}", f"s3/{OBJECT}.meta.json", f"mail/{MAIL}"}
