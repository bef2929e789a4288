"""What the real emulator with the overlay holds after it was stopped and started, and what it says about the rest."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.saved import SaveRecord
from tests.contract.lakes import AthenaTable, Lake
from tests.emulator import running_ministack

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "decimal": "CAST('749283.8444' AS decimal(20, 4))",
    "double": "CAST(0.1 AS double)",
    "not a number": "CAST('NaN' AS double)",
    "infinity": "CAST('Infinity' AS double)",
    "real": "CAST(0.5 AS real)",
    "bigint": "9223372036854775807",
    "boolean": "true",
    "null": "NULL",
    "text": "'naïve \U0001f4c8'",
    "date": "DATE '2026-11-20'",
    "time": "TIME '14:31:00'",
    "timestamp": "TIMESTAMP '2026-11-20 14:31:00.123'",
    "timestamp with time zone": "TIMESTAMP '2026-11-20 14:31:00.123 UTC'",
    "interval": "INTERVAL '3' DAY",
    "varbinary": "from_hex('61FF00')",
    "uuid": "CAST('12151fd2-7586-11e9-8f9e-2a86e4085a59' AS uuid)",
    "array": "ARRAY[1.5, 2.5]",
    "map": "MAP(ARRAY['a', 'b'], ARRAY[DATE '2026-11-20', NULL])",
    "row": "CAST(ROW(1, DATE '2026-11-20') AS ROW(x integer, y date))",
}
REFUSED_HERE = {"time", "uuid"}  # see docs/sql.md
Told = tuple[str, Any]


def told(athena: AthenaTable, query: str) -> Told:
    """How a query ended, and its answer or the reason for none."""
    status = athena.client.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
    if status["State"] != "SUCCEEDED":
        return status["State"], status["StateChangeReason"]
    return status["State"], athena.client.get_query_results(QueryExecutionId=query)["ResultSet"]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Told, Told]]:
    """What each query told before the emulator was stopped, and after it was started again."""
    home = tmp_path_factory.mktemp("kinds")
    with running_ministack(home, keeps_state=True) as emulator:
        athena = AthenaTable(emulator)
        queries = {kind: athena.run(f"SELECT {sql} AS value")["QueryExecutionId"] for kind, sql in KINDS.items()}
        before = {kind: told(athena, query) for kind, query in queries.items()}
    record = SaveRecord.load(home / "state")
    assert record is not None
    assert record.lost == {}
    with running_ministack(home, keeps_state=True) as emulator:
        athena.client = emulator.client("athena")
        assert athena.client.get_work_group(WorkGroup=athena.name)["WorkGroup"]["Name"] == athena.name
        return {kind: (before[kind], told(athena, query)) for kind, query in queries.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_of_every_kind_reads_the_same_after_a_restart(
    kind: str, answers: dict[str, tuple[Told, Told]]
) -> None:
    before, after = answers[kind]
    assert before == after
    assert before[0] == ("FAILED" if kind in REFUSED_HERE else "SUCCEEDED"), before


def test_an_object_that_could_not_be_written_is_recorded(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        s3 = emulator.client("s3")
        for bucket in ("well", "full"):
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key="before", Body=b"1")
        folder = tmp_path / "s3" / "000000000000" / "full"
        shutil.rmtree(folder)
        folder.write_text("in the way")
        for bucket in ("well", "full"):
            s3.put_object(Bucket=bucket, Key="after", Body=b"2")
    record = SaveRecord.load(tmp_path / "state")
    assert record is not None
    assert record.lost == {"s3 objects": "1 could not be written, for example s3://full/after"}


def test_records_that_found_no_way_into_the_lake_are_recorded(tmp_path: Path) -> None:
    with running_ministack(tmp_path, keeps_state=True) as emulator:
        lake = Lake(emulator).direct()
        lake.s3.delete_bucket(Bucket=lake.name)
        lake.put(b"1\n", b"2\n")
    record = SaveRecord.load(tmp_path / "state")
    assert record is not None
    assert record.lost == {"firehose records": "2 that it had gathered could not be written to the lake"}
