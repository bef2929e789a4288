"""Nothing in the stack is left out of the bill by accident."""

from __future__ import annotations

from finpulse_cli.features.cost.coverage import BILLED, FREE
from finpulse_cli.features.cost.price_list import PRICE_LIST
from tests.unit.features.cost.stacks import project_module


def test_every_type_of_resource_is_billed_or_free_for_a_reason() -> None:
    unknown = project_module().types() - BILLED.keys() - FREE.keys()
    assert not unknown, f"say in finpulse_cli/features/cost/coverage.py what bills {unknown}, or why it is free"


def test_no_type_is_both() -> None:
    assert not BILLED.keys() & FREE.keys()
    assert all(FREE.values())


def test_every_service_that_bills_has_a_price() -> None:
    assert set(BILLED.values()) <= {price.service for price in PRICE_LIST}


def test_nothing_is_listed_that_the_stack_has_not_unless_the_model_prices_it() -> None:
    prepared = {"aws_kms_key", "aws_kinesis_stream_consumer"}
    assert (BILLED.keys() | FREE.keys()) - project_module().types() == prepared
