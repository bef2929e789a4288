"""Whether Athena answers: only a query that ends with its result counts, and nothing of the probe stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.targets.localstack.probes.athena_probe import answers_sql
from tests.unit.targets.localstack.probes.fakes import FakeBuckets, refusal

ONE = [["1"]]


@dataclass
class FakeAthena:
    """Takes every query, goes through `states` and answers with `rows`, which AWS puts below the columns' names."""

    s3: FakeBuckets
    states: list[str]
    rows: list[list[str]] = field(default_factory=lambda: ONE)
    has_names: bool = True

    def start_query_execution(self, **arguments: Any) -> dict[str, str]:
        """Take it, and put a file beside its result, as all of them do."""
        location = arguments["ResultConfiguration"]["OutputLocation"]
        self.s3.buckets[location.removeprefix("s3://").rstrip("/")]["q.csv"] = b""
        return {"QueryExecutionId": "q"}

    def get_query_execution(self, **arguments: Any) -> dict[str, Any]:
        """Its next state; the last one stays."""
        assert arguments["QueryExecutionId"] == "q"
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return {"QueryExecution": {"Status": {"State": state}}}

    def get_query_results(self, **arguments: Any) -> dict[str, Any]:
        """Its rows."""
        assert arguments["QueryExecutionId"] == "q"
        rows = [*([["_col0"]] if self.has_names else []), *self.rows]
        return {"ResultSet": {"Rows": [{"Data": [{"VarCharValue": cell} for cell in row]} for row in rows]}}


def thrice(condition: Any, _timeout_seconds: float) -> bool:
    """Wait without waiting, for as long as three looks take."""
    return any(condition() for _ in range(3))


@pytest.mark.parametrize(
    ("states", "answers"),
    [
        (["SUCCEEDED"], True),
        (["QUEUED", "RUNNING", "SUCCEEDED"], True),
        (["QUEUED", "FAILED"], False),
        (["FAILED"], False),
        (["CANCELLED"], False),
        (["QUEUED"], False),
    ],
)
def test_a_query_must_end_well_in_time(states: list[str], answers: bool) -> None:
    s3 = FakeBuckets()
    athena = FakeAthena(s3, states, ONE if answers else [])

    assert asked(s3, athena) is answers
    assert s3.buckets == {}


@pytest.mark.parametrize(("rows", "has_names"), [([], True), ([], False), ([["2"]], True)])
def test_a_query_that_ends_with_another_result_is_no_answer(rows: list[list[str]], has_names: bool) -> None:
    s3 = FakeBuckets()

    assert not asked(s3, FakeAthena(s3, ["SUCCEEDED"], rows, has_names))
    assert s3.buckets == {}


def test_without_the_catalogue_it_reads_it_is_not_there() -> None:
    s3 = FakeBuckets()

    assert not asked(s3, FakeAthena(s3, ["SUCCEEDED"]), refuses)
    assert s3.buckets == {}


def test_what_an_interrupted_probe_has_left_is_in_nobodys_way() -> None:
    s3 = FakeBuckets({"finpulse-probe-athena": {"old.csv": b""}})

    assert asked(s3, FakeAthena(s3, ["SUCCEEDED"]))
    assert s3.buckets == {}


def refuses(**_options: object) -> Any:
    """A catalogue that is not there."""
    raise refusal()


def asked(s3: FakeBuckets, athena: FakeAthena, get_databases: Any = dict) -> bool:
    """What the probe finds."""
    clients: Any = SimpleNamespace(s3=s3, athena=athena, glue=SimpleNamespace(get_databases=get_databases))
    return answers_sql(clients, thrice)
