"""Whether a service is there: it is asked, and what it answers counts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from finpulse_cli.targets.localstack.probes.service_probes import answers, has_athena, has_http_api
from tests.unit.targets.localstack.probes.fakes import refuses


def goes_through() -> dict[str, object]:
    """A call to a service that is there."""
    return {}


def breaks_off() -> None:
    """A call that gets no answer at all."""
    raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")


def has_a_fault() -> None:
    """A call that the CLI itself makes wrong."""
    raise KeyError


def test_a_service_answers_when_a_call_goes_through() -> None:
    assert answers(goes_through)
    assert not answers(refuses)
    assert not answers(breaks_off)


def test_a_fault_of_our_own_is_not_taken_for_a_missing_service() -> None:
    with pytest.raises(KeyError):
        answers(has_a_fault)


@pytest.mark.parametrize(("call", "there"), [(goes_through, True), (refuses, False)])
def test_the_http_api_is_there_when_apis_can_be_listed(call: Any, there: bool) -> None:
    clients: Any = SimpleNamespace(apigateway=SimpleNamespace(get_apis=call))

    assert has_http_api(clients) is there


@pytest.mark.parametrize(
    ("athena", "glue", "there"),
    [(goes_through, goes_through, True), (goes_through, refuses, False), (refuses, goes_through, False)],
)
def test_athena_is_there_only_with_the_catalogue_it_reads(athena: Any, glue: Any, there: bool) -> None:
    clients: Any = SimpleNamespace(
        athena=SimpleNamespace(list_work_groups=athena), glue=SimpleNamespace(get_databases=glue)
    )

    assert has_athena(clients) is there
