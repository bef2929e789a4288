"""Which target a command means, and which one `up` brings up."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from finpulse_cli.core.errors import ExitCode, UsageError
from finpulse_cli.core.settings import Settings
from finpulse_cli.targets.embedded.target import DEFAULT_PORT
from finpulse_cli.targets.resolve import resolve_target, target_to_bring_up
from tests.doubles.contexts import context
from tests.outside import OWN
from tests.unit.targets.localstack.fake_localstack import localstack
from tests.unit.targets.localstack.programs import ENGINE, TOKEN, program

pytestmark = pytest.mark.starts_programs(OWN)
NOWHERE = "http://127.0.0.1:1"


def test_without_a_choice_it_is_the_embedded_one(tmp_path: Path) -> None:
    target = resolve_target(context(Settings(home=tmp_path), tmp_path), None)

    assert target.name == "embedded"
    assert target.home.root == tmp_path / "embedded"
    assert target.place.access.endpoint_url == f"http://127.0.0.1:{DEFAULT_PORT}"


@pytest.mark.parametrize("name", ["embedded", "localstack", "aws"])
def test_each_has_its_name_and_a_folder_of_its_own(name: str, tmp_path: Path) -> None:
    target = resolve_target(context(Settings(home=tmp_path), tmp_path), name)

    assert target.name == name
    assert target.home.root == tmp_path / name


@pytest.mark.parametrize("name", ["embedded", "localstack"])
def test_the_environment_names_a_local_one(name: str, tmp_path: Path) -> None:
    assert resolve_target(context(Settings(home=tmp_path, target=name), tmp_path), None).name == name


def test_the_option_wins_over_the_environment_and_that_over_the_one_in_use(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("localstack\n")

    assert resolve_target(context(Settings(home=tmp_path), tmp_path), None).name == "localstack"
    assert resolve_target(context(Settings(home=tmp_path, target="embedded"), tmp_path), None).name == "embedded"
    assert (
        resolve_target(context(Settings(home=tmp_path, target="embedded"), tmp_path), "localstack").name == "localstack"
    )


def test_aws_is_never_meant_because_the_environment_says_so(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, target="aws")

    with pytest.raises(UsageError, match="AWS is used only where the command line names it") as caught:
        resolve_target(context(settings, tmp_path), None)
    assert caught.value.exit_code == ExitCode.USAGE
    assert "--aws" in (caught.value.next_action or "")
    assert resolve_target(context(settings, tmp_path), "aws").name == "aws"
    assert resolve_target(context(settings, tmp_path), "embedded").name == "embedded"


def test_a_target_that_does_not_exist_is_refused_whoever_asked(tmp_path: Path) -> None:
    for choice, name in (("moon", None), (None, "moon")):
        with pytest.raises(UsageError, match="there is no target 'moon'") as caught:
            resolve_target(context(Settings(home=tmp_path, target=name), tmp_path), choice)
        assert caught.value.next_action == "name one of embedded, localstack, aws"


@pytest.mark.parametrize("name", ["localstack", "aws"])
def test_only_the_embedded_one_has_a_port_to_choose(name: str, tmp_path: Path) -> None:
    assert resolve_target(context(Settings(home=tmp_path), tmp_path), "embedded", 4800).place.access.endpoint_url == (
        "http://127.0.0.1:4800"
    )
    with pytest.raises(UsageError, match=f"the {name} target has none to choose"):
        resolve_target(context(Settings(home=tmp_path), tmp_path), name, 4800)


def test_localstack_and_aws_are_looked_for_where_the_user_says(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, localstack_url="http://localstack.test:4666", aws_endpoint_url=NOWHERE)

    assert (
        resolve_target(context(settings, tmp_path), "localstack").place.access.endpoint_url
        == "http://localstack.test:4666"
    )
    assert NOWHERE in resolve_target(context(settings, tmp_path), "aws").capabilities()[0].detail


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine from which LocalStack could be started."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "python"))
    program(tmp_path / "bin", "docker", ENGINE)
    program(tmp_path / "bin", "lstk")
    return {"PATH": str(tmp_path / "bin"), "LOCALSTACK_AUTH_TOKEN": TOKEN}


def brought_up(tmp_path: Path, environ: dict[str, str], url: str, named: str | None = None) -> tuple[str, str]:
    """The target that `up` means, and why."""
    return target_to_bring_up(context(Settings(tmp_path, named, url), tmp_path, environ))


def test_up_means_what_the_environment_names(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "current").write_text("localstack\n")

    assert brought_up(tmp_path, environ, NOWHERE, "embedded") == ("embedded", "FINPULSE_TARGET names it")
    with pytest.raises(UsageError, match="FINPULSE_TARGET=aws"):
        brought_up(tmp_path, environ, NOWHERE, "aws")


def test_else_the_one_in_use_whatever_answers(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "current").write_text("embedded\n")

    with localstack() as fake:
        name, why = brought_up(tmp_path, environ, fake.url)

    assert name == "embedded"
    assert "`finpulse down` leaves it" in why


def test_else_a_localstack_that_answers_without_any_docker(tmp_path: Path) -> None:
    with localstack() as fake:
        name, why = brought_up(tmp_path, {"PATH": str(tmp_path)}, f"{fake.url}/")

    assert (name, why) == ("localstack", f"LocalStack community 4.14.0 answers at {fake.url}")


def test_else_localstack_where_it_could_be_started(tmp_path: Path, environ: dict[str, str]) -> None:
    assert brought_up(tmp_path, environ, NOWHERE) == ("localstack", "Docker and a LocalStack token are there")


@pytest.mark.parametrize("lacking", ["docker", "LOCALSTACK_AUTH_TOKEN"])
def test_else_the_embedded_one(lacking: str, tmp_path: Path, environ: dict[str, str]) -> None:
    environ.pop(lacking, None)
    (tmp_path / "bin" / lacking).unlink(missing_ok=True)

    name, why = brought_up(tmp_path, environ, NOWHERE)

    assert name == "embedded"
    assert "no LocalStack answers" in why
    assert TOKEN not in why


def test_an_address_that_makes_no_sense_is_told_before_anything_is_started(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match="names AWS"):
        brought_up(tmp_path, environ, "https://kinesis.us-east-1.amazonaws.com")


def test_aws_profiles_do_not_lead_to_aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")

    assert brought_up(tmp_path, {**os.environ, "PATH": str(tmp_path)}, NOWHERE)[0] == "embedded"
