"""The localstack target on a LocalStack that is only pretended; one test has real processes of ours beside it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.core.wait import wait_until
from finpulse_cli.daemon.process import running
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.stack.target import Continuity
from finpulse_cli.targets.instance import Instance
from finpulse_cli.targets.localstack.running import look
from tests.doubles.fake_localstack import LOCALEMU_INFO, FakeLocalStack, localstack
from tests.doubles.localstack_surroundings import LocalStackSurroundings, noted, settle, target_at
from tests.outside import OWN, PYTHON
from tests.ports import own_ports
from tests.unit.targets.localstack.found import ALL, COMMUNITY
from tests.unit.targets.localstack.programs import ENGINE, TOKEN, calls, program, working_lstk
from tests.unit.targets.outputs import OUTPUTS
from tests.unit.targets.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finpulse_cli.stack.target import Target

pytestmark = pytest.mark.starts_programs(OWN, PYTHON)

# LocalStack, the stand-in server, the dashboard, the gateway.
PORT = own_ports(4)
ID_PARAMETER = "/finpulse/instance"
NOWHERE = "http://127.0.0.1:1"
STACK = StackOutputs.parse(OUTPUTS)
BARE_STACK = StackOutputs.parse(OUTPUTS | {"api_id": None, "api_url": None})
OURS = {"the stand-in quote server", "the ticker", "the API gateway"}


@pytest.fixture
def home(tmp_path: Path) -> TargetHome:
    """The target's folder."""
    return TargetHome(tmp_path / "home" / "localstack")


@pytest.fixture
def scene(home: TargetHome, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalStackSurroundings]:
    """A LocalStack that answers, on a machine without Docker."""
    monkeypatch.setenv("PATH", os.devnull)
    with localstack(PORT) as fake, noted(LocalStackSurroundings(fake, home)) as made:
        yield made


@pytest.fixture
def machine(tmp_path: Path, home: TargetHome, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalStackSurroundings]:
    """A machine with Docker, a token and an `lstk`; LocalStack does not run yet."""
    program(tmp_path / "bin", "docker", ENGINE)
    lstk = working_lstk(tmp_path / "bin", PORT)
    monkeypatch.setenv("PATH", str(lstk.parent))
    monkeypatch.setenv("LOCALSTACK_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with noted(LocalStackSurroundings(FakeLocalStack(PORT), home)) as made:
        yield made
        made.target().lifecycle.stop(Said())
        assert is_gone(made)


def is_gone(scene: LocalStackSurroundings) -> bool:
    """Whether LocalStack ends."""
    return wait_until(lambda: look(scene.fake.url) is None, 10)


def provisioned(scene: LocalStackSurroundings) -> Target:
    """A target with a stack, as `finpulse up` leaves it."""
    target = scene.target()
    target.lifecycle.start(Said())
    target.lifecycle.reconcile(Said())
    scene.home.terraform_dir.mkdir()
    scene.home.terraform_state.write_text('{"resources": [{}]}')
    save_outputs(scene.home.outputs, OUTPUTS)
    settle(target, STACK, Said())
    return scene.target()


def test_it_attaches_to_the_one_that_answers_and_tries_what_it_can_do(scene: LocalStackSurroundings) -> None:
    said = Said()

    scene.target().lifecycle.start(said)

    assert said == ["trying what LocalStack community 4.14.0 can do"]
    assert scene.events == ["probes"]
    assert scene.running == {"the stand-in quote server"}
    assert scene.target().capabilities() == COMMUNITY.capabilities()
    assert not scene.home.instance.exists()


def test_what_was_found_holds_for_as_long_as_that_one_runs(scene: LocalStackSurroundings) -> None:
    scene.target().lifecycle.start(Said())
    said = Said()

    scene.target().lifecycle.start(said)
    assert (scene.events, said) == (["probes"], [])

    scene.fake.restart()
    scene.found = ALL
    scene.target().lifecycle.start(said)
    assert scene.events == ["probes", "probes"]
    assert scene.target().capabilities() == ALL.capabilities()


def test_the_schedulers_probe_begins_at_the_start_and_ends_once_the_stack_is_there(
    scene: LocalStackSurroundings,
) -> None:
    scene.found, scene.fires = replace(ALL, fires=None), True
    target = scene.target()

    target.lifecycle.start(Said())
    assert scene.events == ["probes", "begin"]
    settle(target, STACK, Said())
    assert scene.events == ["probes", "begin", "fired"]
    assert scene.running == {"the stand-in quote server"}

    again = scene.target()
    again.lifecycle.start(Said())
    settle(again, STACK, Said())
    assert scene.events == ["probes", "begin", "fired"]


def test_one_that_cannot_be_started_is_missing_and_nothing_is_kept(
    home: TargetHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)

    with pytest.raises(MissingError, match="`docker` is not on PATH"):
        target_at(home, NOWHERE).lifecycle.start(Said())

    assert not home.root.exists()


def test_one_of_another_machine_is_not_started_on_this_one(
    machine: LocalStackSurroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finpulse_cli.targets.localstack.localstack_lifecycle.look", lambda _url: None)
    with pytest.raises(MissingError, match=r"no LocalStack answers at http://localstack\.invalid:4566") as caught:
        target_at(machine.home, "http://localstack.invalid:4566").lifecycle.start(Said())

    assert "FINPULSE_LOCALSTACK_URL" in (caught.value.next_action or "")
    assert calls(tmp_path / "bin" / "lstk") == []


def test_one_that_does_not_run_is_started_and_stopped_again(machine: LocalStackSurroundings, tmp_path: Path) -> None:
    said = Said()

    machine.target().lifecycle.start(said)
    assert said.has("starting LocalStack with `lstk start`")
    assert look(machine.fake.url) is not None
    machine.target().lifecycle.reconcile(said)
    remembered = Instance.load(machine.home.instance)
    assert remembered is not None
    assert (remembered.started_with, remembered.url, remembered.stopped_well) == ("lstk", machine.fake.url, False)

    machine.target().lifecycle.stop(said)
    assert is_gone(machine)
    assert said.has("LocalStack stopped")
    assert calls(tmp_path / "bin" / "lstk") == ["start --non-interactive", "stop"]
    assert TOKEN not in " ".join(said)


def test_one_that_somebody_else_started_after_ours_was_stopped_is_left_alone(
    machine: LocalStackSurroundings, tmp_path: Path
) -> None:
    machine.target().lifecycle.start(Said())
    machine.target().lifecycle.reconcile(Said())
    machine.target().lifecycle.stop(Said())
    assert is_gone(machine)

    with localstack(PORT) as theirs:
        machine.target().lifecycle.start(Said())
        machine.target().lifecycle.reconcile(Said())
        machine.target().lifecycle.stop(Said())
        assert look(theirs.url) is not None

    assert calls(tmp_path / "bin" / "lstk") == ["start --non-interactive", "stop"]


def test_one_whose_starter_is_gone_goes_on_and_that_is_said(machine: LocalStackSurroundings, tmp_path: Path) -> None:
    said = Said()
    machine.target().lifecycle.start(said)
    lstk = tmp_path / "bin" / "lstk"
    hidden = lstk.rename(tmp_path / "lstk")

    machine.target().lifecycle.stop(said)
    hidden.rename(lstk)

    assert said.has("goes on: `lstk`, which started it, is not there any more")
    Instance(PORT, started_with="lstk").save(machine.home.instance)  # for the end of this test


def test_an_attached_one_goes_on_after_the_target_is_stopped(scene: LocalStackSurroundings) -> None:
    provisioned(scene)
    said = Said()

    scene.target().lifecycle.stop(said)

    assert said == [f"LocalStack at {scene.fake.url} goes on: it was not started from here"]
    assert scene.running == set()
    assert ID_PARAMETER in scene.fake.parameters


def test_one_that_went_away_by_itself_is_not_said_to_go_on(home: TargetHome) -> None:
    said = Said()

    target_at(home, NOWHERE).lifecycle.stop(said)

    assert said == []


def test_a_fresh_one_gets_an_id(scene: LocalStackSurroundings) -> None:
    said = Said()
    target = scene.target()

    assert target.lifecycle.reconcile(said) is Continuity.BROKEN

    remembered = Instance.load(scene.home.instance)
    assert remembered is not None
    assert remembered.emulator_id == scene.fake.parameters[ID_PARAMETER]
    assert (remembered.url, remembered.port, remembered.stopped_well) == (scene.fake.url, scene.fake.port, False)
    assert said == []


def test_one_that_holds_the_stack_is_left_as_it_is(scene: LocalStackSurroundings) -> None:
    provisioned(scene).lifecycle.stop(Said())
    emulator_id, said = scene.fake.parameters[ID_PARAMETER], Said()

    target = scene.target()
    assert target.lifecycle.reconcile(said) is Continuity.UNBROKEN

    assert said == []
    assert scene.fake.parameters[ID_PARAMETER] == emulator_id
    assert scene.home.terraform_state.exists()
    assert target.place.outputs() == STACK
    remembered = Instance.load(scene.home.instance)
    assert remembered is not None
    assert not remembered.stopped_well  # it is at work again


def test_after_a_restart_terraform_forgets_the_stack(scene: LocalStackSurroundings) -> None:
    provisioned(scene)
    before = scene.fake.parameters[ID_PARAMETER]
    scene.fake.restart()
    said = Said()

    assert scene.target().lifecycle.reconcile(said) is Continuity.BROKEN

    assert said.has("it was restarted")
    assert not scene.home.terraform_state.exists()
    assert not scene.home.outputs.exists()
    assert scene.fake.parameters[ID_PARAMETER] != before
    assert scene.target().lifecycle.reconcile(Said()) is Continuity.UNBROKEN  # and it is settled now


@pytest.mark.parametrize("was_here_before", [False, True])
def test_the_stack_of_another_folder_is_not_touched(was_here_before: bool, scene: LocalStackSurroundings) -> None:
    if was_here_before:
        provisioned(scene)
    scene.fake.parameters[ID_PARAMETER] = "theirs"

    with pytest.raises(FailedError, match="holds a FinPulse stack of another folder") as caught:
        scene.target().lifecycle.reconcile(Said())

    assert "FINPULSE_LOCALSTACK_URL" in (caught.value.next_action or "")
    assert scene.fake.parameters[ID_PARAMETER] == "theirs"
    assert scene.home.terraform_state.exists() is was_here_before


def test_it_has_died_once_the_stack_is_gone_though_nobody_stopped_it(scene: LocalStackSurroundings) -> None:
    assert not scene.target().lifecycle.has_died()
    provisioned(scene)
    assert not scene.target().lifecycle.has_died()

    scene.fake.restart()
    assert scene.target().lifecycle.has_died()
    assert target_at(scene.home, NOWHERE).lifecycle.has_died()

    scene.target().lifecycle.stop(Said())
    assert not scene.target().lifecycle.has_died()
    assert not target_at(scene.home, NOWHERE).lifecycle.has_died()


def test_one_that_answers_with_errors_has_died(scene: LocalStackSurroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    provisioned(scene)
    monkeypatch.setattr(scene.fake, "call", lambda *_arguments: (400, {"__type": "Broken"}))

    assert scene.target().lifecycle.has_died()


def test_terraform_leaves_out_what_the_community_edition_lacks(scene: LocalStackSurroundings) -> None:
    provisioned(scene)
    port = scene.fake.port

    assert scene.target().root.variables({}) == {
        "region": "us-east-1",
        "lambda_zip_dir": str(scene.home.lambdas),
        "alpha_vantage_url": f"http://127.0.0.1:{port + 1}",
        "finnhub_url": f"http://127.0.0.1:{port + 1}/api/v1",
        "exchange_hours": "always",
        "alpha_vantage_plan": "custom",
        "cors_origins": [f"http://127.0.0.1:{port + 2}", f"http://localhost:{port + 2}"],
        "alert_inbox": True,
        "lake_force_destroy": True,
        "lake_buffer_seconds": 60,
        "lake_compression": "UNCOMPRESSED",
        "http_api": False,
        "push_api": False,
        "athena": False,
    }


@pytest.mark.parametrize(
    ("able", "variable", "value"),
    [
        ({"http_api": True}, "http_api", True),
        ({"answers_sql": True, "evaluates_dates": True}, "athena", True),
        ({"compresses": True}, "lake_compression", "GZIP"),
    ],
)
def test_each_ability_decides_over_its_own_variable(
    able: dict[str, Any], variable: str, value: object, scene: LocalStackSurroundings
) -> None:
    provisioned(scene)
    without = scene.target().root.variables({})
    replace(COMMUNITY, **able).save(scene.home.capabilities)

    assert scene.target().root.variables({}) == without | {variable: value}


def test_a_function_in_docker_sees_this_machine_as_another_host(scene: LocalStackSurroundings) -> None:
    provisioned(scene)
    assert isinstance(scene.fake.info, dict)
    scene.fake.info["is_docker"] = True

    url = scene.target().root.variables({})["alpha_vantage_url"]

    assert url == f"http://host.docker.internal:{scene.fake.port + 1}"


@pytest.mark.parametrize(("lambda_docker", "host"), [(True, "host.docker.internal"), (False, "127.0.0.1")])
def test_localemu_tells_on_another_page_whether_functions_are_in_docker(
    lambda_docker: bool, host: str, scene: LocalStackSurroundings
) -> None:
    scene.fake.become_localemu(lambda_docker)
    provisioned(scene)

    assert scene.target().root.variables({})["alpha_vantage_url"] == f"http://{host}:{scene.fake.port + 1}"


def test_without_a_trial_there_are_no_variables(home: TargetHome) -> None:
    target = target_at(home, NOWHERE)

    with pytest.raises(FailedError, match="never tried") as caught:
        target.root.variables({})

    assert caught.value.next_action == "run `finpulse up --target localstack`"
    assert target.capabilities() == ()


def test_the_gateway_takes_the_place_of_a_missing_http_api(scene: LocalStackSurroundings) -> None:
    target = scene.target()

    assert target.place.addresses.api_url(BARE_STACK) == f"http://127.0.0.1:{scene.fake.port + 3}"
    assert target.place.addresses.api_url(STACK) == f"{scene.fake.url}/_aws/execute-api/abcd1234/%24default"


def test_the_http_api_is_where_the_make_of_the_emulator_puts_it(scene: LocalStackSurroundings) -> None:
    scene.fake.become_localemu()
    target = scene.target()
    target.lifecycle.start(Said())

    assert target.place.addresses.api_url(STACK) == f"{scene.fake.url}/_aws/execute-api-v2/abcd1234/%24default"


def test_a_localemu_that_runs_on_is_tried_once_and_a_new_one_again(scene: LocalStackSurroundings) -> None:
    scene.fake.become_localemu()
    said = Said()
    for now, uptime in (("22:37:26", 11), ("22:37:28", 13), ("22:39:00", 3)):
        scene.fake.info = LOCALEMU_INFO | {"server_time_utc": f"2026-11-27T{now}", "uptime": uptime}
        scene.target().lifecycle.start(said)

    assert said == ["trying what LocalEmu 1.3.2 can do"] * 2


def test_nothing_is_pushed_whatever_the_stack_has(scene: LocalStackSurroundings) -> None:
    assert scene.target().place.addresses.websocket_url(STACK) is None


@pytest.mark.parametrize(
    ("lacks", "substitutes"),
    [
        ({}, set()),
        ({"fires": False}, {"the ticker"}),
        ({"http_api": False}, {"the API gateway"}),
        ({"fires": False, "http_api": False}, {"the ticker", "the API gateway"}),
    ],
)
def test_only_what_is_missing_is_substituted(
    lacks: dict[str, Any], substitutes: set[str], scene: LocalStackSurroundings
) -> None:
    scene.found = replace(ALL, **lacks)
    target = scene.target()
    target.lifecycle.start(Said())

    settle(target, STACK, Said())

    assert scene.running - {"the stand-in quote server"} == substitutes
    healths = {health.name: health for health in scene.target().lifecycle.processes()}
    assert set(healths) == {"LocalStack", "the stand-in quote server"} | substitutes
    assert {name for name, health in healths.items() if not health.is_needed_by_terraform} == substitutes


def test_what_an_earlier_localstack_lacked_is_not_substituted_any_more(scene: LocalStackSurroundings) -> None:
    provisioned(scene)
    assert scene.running == OURS
    scene.fake.restart()
    scene.found = ALL

    provisioned_again = scene.target()
    provisioned_again.lifecycle.start(Said())
    settle(provisioned_again, STACK, Said())

    assert scene.running == {"the stand-in quote server"}


def test_a_stack_without_http_api_is_said_to_be_served_here(scene: LocalStackSurroundings) -> None:
    said = Said()
    target = scene.target()
    target.lifecycle.start(Said())

    settle(target, BARE_STACK, said)
    assert said == ["this LocalStack has no HTTP API: `finpulse` serves api_handler itself"]

    settle(target, STACK, said)
    assert len(said) == 1


def test_localstack_itself_has_no_log_here_and_says_what_it_is(scene: LocalStackSurroundings, home: TargetHome) -> None:
    health = scene.target().lifecycle.processes()[0]
    assert health.healthy
    assert (health.detail, health.log) == (f"LocalStack community 4.14.0 at {scene.fake.url}", "")

    gone = target_at(home, NOWHERE).lifecycle.processes()[0]
    assert not gone.healthy
    assert gone.detail == f"{NOWHERE} does not answer"


def test_localemu_is_called_by_its_own_name(scene: LocalStackSurroundings) -> None:
    scene.fake.become_localemu()
    target = provisioned(scene)
    said = Said()

    health = target.lifecycle.processes()[0]
    assert (health.name, health.detail) == ("LocalEmu", f"LocalEmu 1.3.2 at {scene.fake.url}")
    scene.fake.parameters[ID_PARAMETER] = "theirs"
    with pytest.raises(FailedError, match=f"the LocalEmu at {scene.fake.url} holds"):
        target.lifecycle.reconcile(said)
    scene.fake.parameters.clear()
    target.lifecycle.reconcile(said)
    target.lifecycle.stop(said)
    assert said == [
        "LocalEmu does not hold the stack any more (it was restarted); provisioning from scratch",
        f"LocalEmu at {scene.fake.url} goes on: it was not started from here",
    ]


def test_purge_leaves_a_localstack_that_is_free_for_any_folder(scene: LocalStackSurroundings) -> None:
    target = provisioned(scene)
    said = Said()

    target.lifecycle.purge(said)

    assert not scene.home.root.exists()
    assert ID_PARAMETER not in scene.fake.parameters
    assert said.has("goes on")
    scene.home = TargetHome(scene.home.root.parent / "another")
    assert scene.target().lifecycle.reconcile(Said()) is Continuity.BROKEN


def test_purge_does_not_take_the_id_of_another_folder(scene: LocalStackSurroundings) -> None:
    target = provisioned(scene)
    scene.fake.parameters[ID_PARAMETER] = "theirs"

    target.lifecycle.purge(Said())

    assert scene.fake.parameters[ID_PARAMETER] == "theirs"
    assert not scene.home.root.exists()


def test_purge_of_one_that_is_gone_deletes_the_folder(scene: LocalStackSurroundings) -> None:
    provisioned(scene)

    target_at(scene.home, NOWHERE).lifecycle.purge(Said())

    assert not scene.home.root.exists()


def test_purge_stops_one_that_was_started_from_here(machine: LocalStackSurroundings) -> None:
    machine.target().lifecycle.start(Said())

    machine.target().lifecycle.purge(Said())

    assert is_gone(machine)
    assert not machine.home.root.exists()


def url_of(target: Target) -> str | None:
    return target.place.access.endpoint_url


def test_the_address_is_the_named_else_the_remembered_else_the_usual(home: TargetHome) -> None:
    assert url_of(target_at(home, None)) == "http://127.0.0.1:4566"
    Instance(4666, url="http://localstack.test:4666").save(home.instance)

    remembered = target_at(home, None)
    assert url_of(remembered) == "http://localstack.test:4666"
    assert url_of(target_at(home, f"{NOWHERE}/")) == NOWHERE


def test_it_is_alive_while_something_listens(scene: LocalStackSurroundings) -> None:
    assert scene.target().lifecycle.is_alive()
    assert not target_at(scene.home, NOWHERE).lifecycle.is_alive()


def test_a_resharding_and_the_lake_need_nothing_of_it(scene: LocalStackSurroundings) -> None:
    target = scene.target()

    assert target.root.to_replace(STACK, replace(STACK, shard_count=2)) == []
    target.place.flush_lake()
    assert scene.fake.asked == []


def test_its_credentials_are_localstacks_own(scene: LocalStackSurroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    access = scene.target().place.access

    assert (access.endpoint_url, access.access_key, access.secret_key) == (scene.fake.url, "test", "test")


def test_our_own_processes_run_beside_it_and_end_with_the_target(home: TargetHome) -> None:
    def make() -> Target:
        return target_at(home, fake.url)

    with localstack(PORT) as fake:
        COMMUNITY.save(home.capabilities)
        make().lifecycle.start(Said())
        make().lifecycle.reconcile(Said())
        settle(make(), BARE_STACK, Said())
        try:
            assert [(health.name, health.healthy) for health in make().lifecycle.processes()] == [
                ("LocalStack", True),
                ("the stand-in quote server", True),
                ("the ticker", True),
                ("the API gateway", True),
            ]
            make().lifecycle.stop(Said())
            assert not any(health.healthy for health in make().lifecycle.processes()[1:])
            make().lifecycle.start(Said())
        finally:
            make().lifecycle.purge(Said())
        assert running(home.pid_file("quote_server")) is None
        assert not home.root.exists()
