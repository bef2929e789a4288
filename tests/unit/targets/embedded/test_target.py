"""The embedded target on real processes: start, stop, restore, and being killed in between."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.daemon.process import kill, running
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Continuity, Target
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.target import DEFAULT_PORT, embedded_target
from finpulse_cli.targets.instance import Instance
from tests.doubles.contexts import context
from tests.outside import PYTHON
from tests.ports import own_ports
from tests.unit.targets.outputs import OUTPUTS
from tests.unit.targets.said import Said
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(PYTHON)
PORT = own_ports()
Make = Callable[..., Target]


def made_in(home: TargetHome, port: int | None = None) -> Target:
    return embedded_target(context(environ=os.environ), home, port)


def url_of(target: Target) -> str | None:
    return target.place.access.endpoint_url


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes the target as a new command would; its processes are gone afterwards."""
    home = TargetHome(tmp_path / "embedded")
    yield lambda port=PORT: made_in(home, port)
    made_in(home).lifecycle.purge(lambda _line: None)


def killed(target: Target) -> None:
    """End the emulator without warning."""
    record = running(target.home.pid_file("ministack"))
    assert record is not None
    kill(record)


def test_it_starts_stops_and_comes_back_with_what_it_held(make: Make) -> None:
    said = Said()
    first = make()
    first.lifecycle.start(said)
    assert first.lifecycle.reconcile(said) is Continuity.BROKEN
    assert all(process.healthy for process in first.lifecycle.processes())
    first.place.clients.sqs.create_queue(QueueName="kept")

    make(None).lifecycle.stop(said)
    assert not any(process.healthy for process in make(None).lifecycle.processes())
    make(None).home.outputs.write_text("{}")
    assert not make(None).lifecycle.has_died()

    again = make(None)
    again.lifecycle.start(said)
    assert url_of(again) == f"http://127.0.0.1:{PORT}"
    assert again.lifecycle.reconcile(said) is Continuity.RESTORED
    assert again.place.clients.sqs.get_queue_url(QueueName="kept")["QueueUrl"].endswith("/kept")
    assert not said.has("provisioning from scratch")


def test_a_running_target_is_reused_and_not_taken_for_a_restored_one(make: Make) -> None:
    said = Said()
    make().lifecycle.start(said)
    make(None).lifecycle.reconcile(said)
    started = len(said)

    again = make(None)
    again.lifecycle.start(said)

    assert again.lifecycle.reconcile(said) is Continuity.UNBROKEN
    assert len(said) == started


def test_a_killed_emulator_that_never_saved_makes_terraform_forget(make: Make) -> None:
    said = Said()
    target = make()
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    target.home.terraform_dir.mkdir()
    target.home.terraform_state.write_text('{"resources": [{}]}')
    target.home.outputs.write_text("{}")
    (target.home.s3_dir / "leftover").touch()
    assert not make(None).lifecycle.has_died()
    assert make(None).lifecycle.is_alive()
    killed(target)

    again = make(None)
    assert again.lifecycle.has_died()
    assert not again.lifecycle.is_alive()
    again.lifecycle.start(said)

    assert again.lifecycle.reconcile(said) is Continuity.BROKEN
    assert said.has("provisioning from scratch")
    assert not again.home.terraform_state.exists()
    assert not again.home.outputs.exists()
    assert not (again.home.s3_dir / "leftover").exists()
    assert make(None).lifecycle.reconcile(Said()) is Continuity.UNBROKEN  # and it is settled now


def test_a_killed_emulator_with_an_earlier_save_is_back_at_that(make: Make) -> None:
    said = Said()
    target = make()
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    target.lifecycle.stop(said)
    target = make(None)
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    killed(target)

    again = make(None)
    again.lifecycle.start(said)

    assert again.lifecycle.reconcile(said) is Continuity.BROKEN
    assert said.has("was not stopped well; its state is as of 20")
    assert not said.has("provisioning from scratch")


def test_a_first_apply_that_was_cut_short_starts_over(make: Make) -> None:
    said = Said()
    target = make()
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    target.home.applying.touch()
    target.place.clients.kinesis.create_stream(StreamName="orphan", ShardCount=1)

    again = make(None)
    again.lifecycle.start(said)
    again.lifecycle.reconcile(said)

    assert said.has("cut short")
    assert not again.home.applying.exists()
    assert again.place.clients.kinesis.list_streams()["StreamNames"] == []


def test_a_later_apply_that_was_cut_short_keeps_what_is_there(make: Make) -> None:
    said = Said()
    target = make()
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    target.home.applying.touch()
    target.home.outputs.write_text("{}")

    again = make(None)
    again.lifecycle.start(said)
    again.lifecycle.reconcile(said)

    assert not said.has("from scratch")


def test_another_port_while_it_runs_is_a_usage_error(make: Make) -> None:
    make().lifecycle.start(Said())

    with pytest.raises(UsageError, match=f"already running on port {PORT}"):
        make(PORT + 2)


def test_an_emulator_whose_port_is_taken_leaves_no_quote_server(make: Make) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a test before had a server here
        taken.bind(("127.0.0.1", PORT))
        taken.listen()
        with pytest.raises(FailedError, match="taken by another program"):
            make().lifecycle.start(Said())

    assert running(make().home.pid_file("quote_server")) is None


def test_purge_leaves_nothing(make: Make) -> None:
    target = make()
    target.lifecycle.start(Said())

    target.lifecycle.purge(Said())

    assert not target.home.root.exists()
    assert not any(process.healthy for process in make(None).lifecycle.processes())


def test_the_port_is_the_chosen_else_the_remembered_else_the_default(tmp_path: Path) -> None:
    home = TargetHome(tmp_path)

    assert url_of(made_in(home)) == f"http://127.0.0.1:{DEFAULT_PORT}"
    Instance(4800).save(home.instance)
    assert url_of(made_in(home)) == "http://127.0.0.1:4800"
    assert url_of(made_in(home, 4900)) == "http://127.0.0.1:4900"


def test_terraform_gets_the_standin_and_the_mailbox(tmp_path: Path) -> None:
    target = made_in(TargetHome(tmp_path), 4800)

    assert target.root.variables({}) == {
        "region": "us-east-1",
        "lambda_zip_dir": str(tmp_path / "lambdas"),
        "alpha_vantage_url": "http://127.0.0.1:4801",
        "finnhub_url": "http://127.0.0.1:4801/api/v1",
        "exchange_hours": "always",
        "alpha_vantage_plan": "custom",
        "execute_api_base": "http://127.0.0.1:4800/_aws/execute-api",
        "cors_origins": ["http://127.0.0.1:4802", "http://localhost:4802"],
        "alert_email": "alerts@finpulse.localhost",
        "lake_force_destroy": True,
        "lake_buffer_seconds": 60,
    }
    assert target.root.environment({}, None)["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4800"


def test_the_api_is_reached_by_path(tmp_path: Path) -> None:
    target = made_in(TargetHome(tmp_path), 4800)

    assert (
        target.place.addresses.api_url(StackOutputs.parse(OUTPUTS)) == "http://127.0.0.1:4800/_aws/execute-api/abcd1234"
    )


def test_the_push_api_is_reached_by_path_and_stage(tmp_path: Path) -> None:
    target = made_in(TargetHome(tmp_path), 4800)

    assert (
        target.place.addresses.websocket_url(StackOutputs.parse(OUTPUTS))
        == "ws://127.0.0.1:4800/_aws/execute-api/wxyz5678/live"
    )


def test_it_lacks_nothing_that_the_pipeline_needs(tmp_path: Path) -> None:
    missing = {capability.name for capability in made_in(TargetHome(tmp_path)).capabilities() if not capability.native}

    assert missing == set()


def test_a_resharding_recreates_nothing(tmp_path: Path) -> None:
    target = made_in(TargetHome(tmp_path), 4800)
    before = StackOutputs.parse(OUTPUTS)
    after = replace(before, shard_count=before.shard_count + 1)

    assert target.root.to_replace(before, after) == target.root.to_replace(None, after) == []


def aside(target: Target) -> Path:
    """Put the state aside and a file in its place, so that nothing can be written there; where it is now."""
    elsewhere = target.home.root / "aside"
    target.home.state_dir.rename(elsewhere)
    target.home.state_dir.write_text("in the way")
    return elsewhere


def test_what_could_not_be_saved_is_told_with_the_reason_and_what_is_kept_comes_back(make: Make) -> None:
    said = Said()
    target = make()
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    target.place.clients.sqs.create_queue(QueueName="kept")
    assert ministack.checkpoint(PORT) is None
    elsewhere = aside(target)
    target.place.clients.sqs.create_queue(QueueName="lost")

    with pytest.raises(FailedError, match=r"could not be saved[^$]*Not a directory[^$]*MB are free") as failed:
        make(None).lifecycle.stop(said)
    assert "finpulse up" in (failed.value.next_action or "")
    assert str(target.home.log("ministack")) in (failed.value.next_action or "")
    assert not make(None).lifecycle.is_alive()
    target.home.state_dir.unlink()
    elsewhere.rename(target.home.state_dir)
    with pytest.raises(FailedError, match=r"had ended before.* are kept as of 20"):
        make(None).lifecycle.stop(said)

    again = make(None)
    again.lifecycle.start(said)
    assert again.lifecycle.reconcile(said) is Continuity.BROKEN
    assert said.has("was not stopped well; its state is as of 20")
    assert not said.has("provisioning from scratch")
    assert [url.rsplit("/", 1)[1] for url in again.place.clients.sqs.list_queues()["QueueUrls"]] == ["kept"]


def test_an_emulator_that_cannot_keep_what_happens_is_not_well(make: Make) -> None:
    target = make()
    target.lifecycle.start(Said())
    aside(target)
    eventually(lambda: ministack.checkpoint(PORT), "the refusal")
    health, *_ = target.lifecycle.processes()
    assert (health.healthy, "no checkpoint" in health.detail) == (False, True)


@pytest.mark.parametrize("service", ["sqs", "ssm"])
def test_a_state_that_cannot_be_read_is_named_and_costs_no_other(service: str, make: Make) -> None:
    """Not even when it is the service that keeps the emulator's id."""
    said = Said()
    target = make()
    target.lifecycle.start(said)
    target.lifecycle.reconcile(said)
    target.place.clients.sns.create_topic(Name="kept")
    target.place.clients.sqs.create_queue(QueueName="lost")
    target.lifecycle.stop(said)
    [checkpoint] = target.home.state_dir.glob("checkpoint-*")
    (checkpoint / f"{service}.json").write_text("{")

    again = make(None)
    again.lifecycle.start(said)
    assert again.lifecycle.reconcile(said) is Continuity.BROKEN
    assert said.has(f"not restored: {service}: its file is not as it was written")
    assert len(again.place.clients.sns.list_topics()["Topics"]) == 1
    assert not said.has("from scratch")


def test_an_emulator_that_was_killed_is_not_said_to_have_kept_its_state(make: Make) -> None:
    target = make()
    target.lifecycle.start(Said())
    target.lifecycle.reconcile(Said())
    killed(target)

    with pytest.raises(FailedError, match="without saving"):
        make(None).lifecycle.stop(Said())


@pytest.mark.parametrize(("lost", "replaced"), [("kinesis", 3), ("lambda", 3), ("sqs", 0)])
def test_mappings_are_recreated_when_they_and_their_stream_are_of_different_saves(
    lost: str, replaced: int, make: Make
) -> None:
    target, outputs = make(), StackOutputs.parse(OUTPUTS)
    target.lifecycle.start(Said())
    target.place.clients.sqs.list_queues()
    target.lifecycle.stop(Said())
    [checkpoint] = target.home.state_dir.glob("checkpoint-*")
    (checkpoint / f"{lost}.json").write_text("{")
    assert make(None).root.to_replace(outputs, outputs) == []  # nothing was restored yet

    target = make()  # no port is remembered, as nothing was reconciled
    target.lifecycle.start(Said())

    assert len(target.root.to_replace(outputs, outputs)) == replaced
    assert target.root.to_replace(None, outputs) == []
    assert make(None).root.to_replace(outputs, outputs) == []  # a later `up`, which has started nothing
