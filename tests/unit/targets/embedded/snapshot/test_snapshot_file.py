"""The snapshot of the repository: readable, of the files that it lies beside, and free of what is somebody's own."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.packaging import functions
from finpulse_cli.stack.terraform.fingerprint import sources_fingerprint
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.snapshot.snapshot_file import PATH, Snapshot
from finpulse_cli.targets.embedded.snapshot.tokens import TOKEN, Values, functions_in
from finpulse_cli.targets.embedded.target import embedded_target
from tests.doubles.contexts import context

if TYPE_CHECKING:
    from pathlib import Path

STALE = "the snapshot is of an earlier stack; run `make snapshot`"
LARGEST = 300_000
# What would differ from one apply to the next: moments, ports, folders, ids, digests.
OWN = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:|\b1[789]\d{8}(?:\d{3})?\b|:\d{4,5}[/\"]|/(?:tmp|home|root|Users)/"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-|\bAROA|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}="
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The one in the package."""
    found = Snapshot.load()
    assert found is not None, "there is no snapshot; run `make snapshot`"
    return found


def texts(snapshot: Snapshot) -> dict[str, str]:
    """Every text of it."""
    return {**snapshot.state, "terraform": snapshot.terraform, "outputs": snapshot.outputs}


def test_it_is_of_the_terraform_files_the_functions_and_the_emulator_that_are_here(snapshot: Snapshot) -> None:
    project = context().project

    assert snapshot.sources == sources_fingerprint(project.terraform_dir), STALE
    always = set(functions(project.lambdas_dir)) - {"alert_webhook"}  # which a stack has with a webhook only
    assert functions_in(snapshot.state["lambda"]) == always, STALE
    assert snapshot.engine == ministack.REQUIREMENT, STALE


def test_it_is_of_the_variables_that_the_target_sets(snapshot: Snapshot, tmp_path: Path) -> None:
    target = embedded_target(context(), TargetHome(tmp_path), 4800)
    values = Values(4800, {"aggregator": tmp_path / "lambdas" / "aggregator.zip"}, datetime.now(UTC), "")

    assert json.loads(values.fill(snapshot.variables)) == target.root.variables({}), STALE


def test_nothing_of_the_apply_that_it_comes_from_is_left(snapshot: Snapshot) -> None:
    written = "".join(file.read_text() for file in context().project.terraform_dir.glob("*.tf"))
    for name, text in texts(snapshot).items():
        assert [own for own in OWN.findall(TOKEN.sub("", text)) if own not in written] == [], name


def test_it_holds_no_secret_and_no_code(snapshot: Snapshot) -> None:
    parameters = json.loads(snapshot.state["ssm"])["payload"]["parameters"]["data"]

    assert {parameter["OriginalValue"] for parameter in parameters.values()} == {
        "@{secret emulator-id}",
        "@{secret query-token}",
        "unset",
    }
    assert "PK\\u0003" not in "".join(texts(snapshot).values())
    assert PATH.stat().st_size < LARGEST


def test_nothing_has_come_in(snapshot: Snapshot) -> None:
    tables = json.loads(snapshot.state["dynamodb"])["payload"]["tables"]["data"]
    streams = json.loads(snapshot.state["kinesis"])["payload"]["streams"]["data"]
    queues = json.loads(snapshot.state["sqs"])["payload"]["queues"]["data"]

    assert [table["items"] for table in tables.values()] == [{}] * len(tables)
    assert [shard["records"] for stream in streams.values() for shard in stream["shards"].values()] == [[]]
    assert queues == {}  # alerts go by e-mail


def test_what_is_saved_is_loaded_and_the_same_bytes_each_time(snapshot: Snapshot, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "two")]
    for path in paths:
        snapshot.save(path)

    assert Snapshot.load(paths[0]) == snapshot
    assert paths[0].read_bytes() == paths[1].read_bytes()


def packed(value: Any) -> bytes:
    return gzip.compress(json.dumps(value).encode())


def test_what_is_damaged_or_of_another_format_is_none(snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "snapshot"
    whole = packed(asdict(snapshot))
    for content in (
        b"",
        b"no gzip",
        whole[:-100],
        gzip.compress(b"{"),
        packed([]),
        packed({"engine": "x"}),
        packed(asdict(replace(snapshot, format=2))),
    ):
        path.write_bytes(content)
        assert Snapshot.load(path) is None
    assert Snapshot.load(tmp_path / "nowhere") is None
