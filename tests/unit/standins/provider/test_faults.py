"""Which symbol shows which fault, and how often."""

from __future__ import annotations

from random import Random

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.standins.provider.faults import Fault, Faults, parse_faults


def test_a_named_symbol_goes_before_every_symbol() -> None:
    faults = parse_faults(["tsla=timeout,note"])
    assert (faults.of("TSLA"), faults.of("AAPL"), faults.of("")) == (Fault.TIMEOUT, Fault.NOTE, Fault.NOTE)


def test_without_settings_nothing_goes_wrong() -> None:
    assert Faults().of("TSLA") is None


@pytest.mark.parametrize("text", ["note", "*=note", "note:100%", " note "])
def test_a_fault_without_a_symbol_is_that_of_all(text: str) -> None:
    assert parse_faults([text]).of("TSLA") is Fault.NOTE


@pytest.mark.parametrize("setting", ["http-500:20%", "http-500:20", "TSLA=http-500:20%"])
def test_a_share_of_the_calls_fails_and_the_same_ones_with_the_same_seed(setting: str) -> None:
    runs = [[parsed.of("TSLA") for _ in range(1000)] for parsed in (parse_faults([setting], Random(7)) for _ in "12")]  # noqa: S311
    assert runs[0] == runs[1]
    assert 150 < sum(fault is Fault.HTTP_500 for fault in runs[0]) < 250


@pytest.mark.parametrize("text", ["explode", "TSLA=explode:5%"])
def test_an_unknown_fault_lists_the_known_ones(text: str) -> None:
    with pytest.raises(UsageError, match="no fault called 'explode'") as caught:
        parse_faults([text])
    assert "daily-cap" in str(caught.value.next_action)


@pytest.mark.parametrize("text", ["", "=note", "TSLA=", "note:x%", "a=b=c", "note:0%", "note:101%"])
def test_what_is_no_fault_at_all_says_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_faults([text])
    assert "http-500:5%" in str(caught.value.next_action)
