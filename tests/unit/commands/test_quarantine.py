"""`finpulse quarantine` on a bucket and a stream."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from finpulse_cli.commands import quarantine
from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from finpulse_cli.features.quarantine.kept_records import record_id
from lambdas.shared.wire.event_json import encode_event
from tests.factories import price_event
from tests.unit.features.quarantine.stores import Bucket, Stream
from tests.unit.features.tail.fakes import source

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
BAD, GOOD = record_id("shard-0", "1"), record_id("shard-0", "2")
EVENT = encode_event(price_event())


@pytest.fixture
def stream() -> Stream:
    """A stream that takes everything."""
    return Stream()


@pytest.fixture
def run(stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `quarantine` on one record that is bad and one that can be sent as it is."""
    bucket = Bucket()
    bucket.keep(("1", "AAPL@test.1", b"bad \x1b[2J\xff"))
    bucket.keep(("2", "AAPL@test.1", EVENT))
    monkeypatch.setattr(quarantine, "open_source", lambda *_, **__: source(tmp_path, s3=bucket, kinesis=stream))
    return lambda *arguments, text=None: CliRunner().invoke(quarantine.app, arguments, input=text)


def error_of(done: Result) -> Any:
    assert done.exception is not None
    return done.exception


def test_the_list_and_one_of_it(run: Run) -> None:
    assert [line.split()[0] for line in run("list").stdout.splitlines()] == ["id", BAD, GOOD]
    shown = run("show", BAD)
    assert "aggregator: is bad" in shown.stdout
    assert shown.stdout.endswith("\n\nbad \\x1b[2J\\xff\n")
    assert run("show", BAD, "--raw").stdout_bytes == b"bad \x1b[2J\xff"
    assert json.loads(run("show", GOOD, "--json").stdout)["text"] == EVENT.decode()


def test_a_record_is_sent_as_it_is_once(run: Run, stream: Stream) -> None:
    assert run("redrive", GOOD).stdout == f"{GOOD} sent back as it was, now 1001\n"
    again = run("redrive", GOOD)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "it is not sent again" in again.stderr
    assert stream.taken == [("AAPL@test.1", EVENT)]
    assert json.loads(run("list", "--json").stdout.splitlines()[1])["redriven_to"] == "1001"


def test_one_that_would_come_back_is_not_sent(run: Run, stream: Stream) -> None:
    error = error_of(run("redrive", GOOD, BAD))
    assert isinstance(error, FailedError)
    assert f"finpulse quarantine show {BAD} --raw" in str(error.next_action)
    assert stream.taken == []


def test_a_mended_one_is_sent_from_a_file_or_stdin(run: Run, stream: Stream, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(encode_event(price_event("1.5")))
    assert json.loads(run("redrive", BAD, "--from", str(tmp_path / "record.json"), "--json").stdout)["mended"] is True
    assert "sent back mended" in run("redrive", GOOD, "--from", "-", text=EVENT.decode()).stdout
    assert [json.loads(data)["price"] for _, data in stream.taken] == [1.5, 231.5]


def test_all_of_them_leaves_what_would_come_back(run: Run, stream: Stream) -> None:
    done = run("redrive", "--all")
    assert len(stream.taken) == 1
    assert "1 records would be quarantined again" in done.stderr
    assert "nothing was sent" in run("redrive", "--all").stderr
    assert len(stream.taken) == 1


@pytest.mark.parametrize("arguments", [(), (BAD, "--all"), ("--all", "--from", "x"), (BAD, GOOD, "--from", "x")])
def test_what_makes_no_sense(run: Run, arguments: tuple[str, ...]) -> None:
    assert isinstance(error_of(run("redrive", *arguments)), UsageError)


def test_an_unknown_id(run: Run) -> None:
    error = error_of(run("show", "0" * 12))
    assert error.message == "not in quarantine: 000000000000"


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    error = error_of(run("redrive", GOOD, "--from", str(tmp_path / "none")))
    assert isinstance(error, MissingError)
    assert "cannot be read: No such file" in error.message
