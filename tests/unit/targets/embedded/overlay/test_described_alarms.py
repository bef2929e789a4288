"""An alarm asked for in the Query protocol comes back as it was put."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from xml.etree import ElementTree

import pytest

from finpulse_cli.targets.embedded.overlay import described_alarms
from finpulse_cli.targets.embedded.overlay.described_alarms import to_xml

cloudwatch: Any = import_module("ministack.services.cloudwatch")
SPACE = "{http://monitoring.amazonaws.com/doc/2010-08-01/}"
Ask = Callable[..., ElementTree.Element]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Put two alarms, and ask for them as the SDK for Go does."""
    monkeypatch.setattr(cloudwatch, "_describe_alarms", cloudwatch._describe_alarms)  # put back afterwards
    described_alarms.install()
    for name in ("slow & late", "wrong"):
        wanted = {
            "AlarmName": name,
            "AlarmDescription": "more than <5>",
            "MetricName": "IteratorAge",
            "Namespace": "AWS/Lambda",
            "Statistic": "Maximum",
            "Period": 300,
            "EvaluationPeriods": 2,
            "Threshold": 5.5,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "Dimensions": [{"Name": "FunctionName", "Value": "aggregator"}],
        }
        cloudwatch._put_metric_alarm({}, wanted, False, True)

    def asked(**params: str) -> ElementTree.Element:
        status, headers, body = cloudwatch._describe_alarms({key: [text] for key, text in params.items()}, {}, False)
        assert headers["Content-Type"] == "application/xml"
        assert status in (200, 400)
        return ElementTree.fromstring(body)  # noqa: S314 - the emulator's own answer

    yield asked
    cloudwatch._delete_alarms({}, {"AlarmNames": ["slow & late", "wrong"]}, False, True)


def texts(answer: ElementTree.Element, path: str) -> list[str | None]:
    steps = "/".join(SPACE + step for step in path.split("/"))
    return [
        found.text
        for found in answer.iterfind(f"{SPACE}DescribeAlarmsResult/{SPACE}MetricAlarms/{SPACE}member/{steps}")
    ]


def test_nothing_is_left_out(ask: Ask) -> None:
    answer = ask(**{"AlarmNames.member.1": "slow & late"})
    assert texts(answer, "AlarmName") == ["slow & late"]
    assert texts(answer, "AlarmDescription") == ["more than <5>"]
    assert texts(answer, "Period") == ["300"]
    assert texts(answer, "Statistic") == ["Maximum"]
    assert texts(answer, "Threshold") == ["5.5"]
    assert texts(answer, "TreatMissingData") == ["notBreaching"]
    assert texts(answer, "ActionsEnabled") == ["true"]
    assert texts(answer, "Dimensions/member/Value") == ["aggregator"]


def test_what_is_asked_for_is_what_comes(ask: Ask) -> None:
    assert len(texts(ask(), "AlarmName")) == 2
    assert texts(ask(AlarmNamePrefix="wro"), "AlarmName") == ["wrong"]
    page = ask(MaxRecords="1")
    assert texts(page, "AlarmName") == ["slow & late"]
    token = page.findtext(f"{SPACE}DescribeAlarmsResult/{SPACE}NextToken") or ""
    assert texts(ask(NextToken=token), "AlarmName") == ["wrong"]


def test_a_request_that_makes_no_sense_is_refused_in_xml(ask: Ask) -> None:
    assert "ValidationError" in ElementTree.tostring(ask(MaxRecords="0"), encoding="unicode")


def test_times_and_nulls() -> None:
    assert to_xml({"StateUpdatedTimestamp": 0, "Unit": None}) == (
        "<StateUpdatedTimestamp>1970-01-01T00:00:00Z</StateUpdatedTimestamp>"
    )
