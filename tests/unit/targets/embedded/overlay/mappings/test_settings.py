"""Settings as requests name them, mappings keep them, and the poller reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.targets.embedded.overlay.mappings.backoff import LONGEST_SECONDS, pause_seconds
from finpulse_cli.targets.embedded.overlay.mappings.configuration import settings_of, told
from finpulse_cli.targets.embedded.overlay.mappings.metrics import Metrics, Statistics
from finpulse_cli.targets.embedded.overlay.mappings.rules import DEFAULTS, Rules


def test_a_mapping_that_says_nothing_has_lambdas_defaults() -> None:
    assert Rules.of({}) == Rules()
    assert told({"UUID": "u"}, "arn") == dict(DEFAULTS) | {"UUID": "u", "EventSourceMappingArn": "arn"}


def test_what_only_the_emulator_knows_is_not_told() -> None:
    assert (
        not {"FunctionName", "Enabled", "Qualifier", "Tags"}
        & told({"FunctionName": "f", "Enabled": True, "Qualifier": None, "Tags": {"a": "b"}}, "arn").keys()
    )


def test_settings_are_read_as_they_were_named() -> None:
    named = settings_of(
        {
            "BatchSize": 7,
            "MaximumBatchingWindowInSeconds": 2,
            "MaximumRetryAttempts": 0,
            "MaximumRecordAgeInSeconds": 60,
            "BisectBatchOnFunctionError": True,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ParallelizationFactor": 3,
            "TumblingWindowInSeconds": 30,
            "DestinationConfig": {"OnFailure": {"Destination": "arn"}},
            "FilterCriteria": {"Filters": [{"Pattern": "{}"}]},
            "Unknown": 1,
        }
    )
    assert "Unknown" not in named
    assert Rules.of(named) == Rules(7, 2, 0, 60, True, True, 3, 30, "arn", ("{}",))


def test_an_empty_filter_or_destination_is_none() -> None:
    named = settings_of({"FilterCriteria": {"Filters": []}, "DestinationConfig": {"OnFailure": {"Destination": ""}}})
    assert named == {"FilterCriteria": None, "DestinationConfig": {"OnFailure": {}}}
    assert "FilterCriteria" not in told(named, "arn")


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_grow_to_a_limit(failures: int, fraction: float) -> None:
    assert 0.75 <= pause_seconds(failures, fraction) <= LONGEST_SECONDS
    assert pause_seconds(failures, fraction) <= pause_seconds(failures + 1, fraction)


def test_metrics_are_summed_up_until_they_are_taken() -> None:
    metrics, function = Metrics(), ("account", "region", "f")
    metrics.add(function, Errors=0.0, IteratorAge=5.0)
    metrics.add(function, Errors=1.0)
    assert metrics.take() == {
        (function, "Errors"): Statistics(2, 1.0, 0.0, 1.0),
        (function, "IteratorAge"): Statistics(1, 5.0, 5.0, 5.0),
    }
    assert metrics.take() == {}
