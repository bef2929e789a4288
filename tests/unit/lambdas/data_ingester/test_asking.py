"""Time and failures of one run."""

from __future__ import annotations

from datetime import UTC, datetime

from lambdas.data_ingester.asking import Asking
from lambdas.shared.errors import QuotaUsedUpError, SymbolUnknownError

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


def test_calls_may_begin_until_the_time_is_over() -> None:
    clock = iter([100.0, 109.5, 110.0])
    run = Asking(lambda: next(clock))
    run.begin(10)
    assert [run.may_ask(), run.may_ask()] == [True, False]


def test_a_run_knows_who_is_not_asked_any_more_and_why() -> None:
    run, error = Asking(lambda: 0.0), QuotaUsedUpError("spent")
    run.give_up("alpha_vantage", error)
    assert (run.given_up("alpha_vantage"), run.given_up("finnhub")) == (error, None)


def test_failures_are_counted_by_provider_and_reason_as_values_of_a_metric() -> None:
    run = Asking(lambda: 0.0)
    for provider, error in (("finnhub", SymbolUnknownError("x")), ("alpha_vantage", QuotaUsedUpError("y"))):
        run.failed(provider, error)
    run.failed("finnhub", SymbolUnknownError("z"))
    lines = list(run.metric_lines(NOW))
    assert [(line["Provider"], line["Reason"], line["FailedQuotes"]) for line in lines] == [
        ("alpha_vantage", "quota_used_up", 1),
        ("finnhub", "symbol_unknown", 2),
    ]
    assert lines[0]["_aws"] == {
        "Timestamp": 1795185060000,
        "CloudWatchMetrics": [
            {
                "Namespace": "FinPulse",
                "Dimensions": [["Provider", "Reason"]],
                "Metrics": [{"Name": "FailedQuotes", "Unit": "Count"}],
            }
        ],
    }


def test_another_run_begins_without_what_was_before() -> None:
    run = Asking(lambda: 0.0)
    run.failed("finnhub", SymbolUnknownError("x"))
    run.give_up("finnhub", QuotaUsedUpError("y"))
    run.begin(10)
    assert (list(run.metric_lines(NOW)), run.given_up("finnhub")) == ([], None)
