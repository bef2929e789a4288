"""Which symbol shows which fault."""

from __future__ import annotations

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.standins.alpha_vantage.faults import Fault, Faults, parse_faults, split_setting


def test_a_named_symbol_goes_before_every_symbol() -> None:
    faults = parse_faults([("tsla", "timeout"), ("*", "note")])
    assert (faults.of("TSLA"), faults.of("AAPL"), faults.of("")) == (Fault.TIMEOUT, Fault.NOTE, Fault.NOTE)


def test_without_settings_nothing_goes_wrong() -> None:
    assert Faults().of("TSLA") is None


@pytest.mark.parametrize(
    ("text", "setting"), [("TSLA=note", ("TSLA", "note")), ("note", ("*", "note")), ("*=note", ("*", "note"))]
)
def test_a_setting_is_a_symbol_and_a_fault_or_a_fault_for_all(text: str, setting: tuple[str, str]) -> None:
    assert split_setting(text) == setting


@pytest.mark.parametrize("kind", ["explode", "", 5, None])
def test_an_unknown_fault_lists_the_known_ones(kind: object) -> None:
    with pytest.raises(UsageError, match="no fault called") as caught:
        parse_faults([("TSLA", kind)])
    assert "daily-cap" in str(caught.value.next_action)
