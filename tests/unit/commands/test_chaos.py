"""What goes together with --chaos."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.commands.chaos import chosen_faults, conclude, facts
from finpulse_cli.core.errors import ExpectationError, UsageError
from finpulse_cli.features.chaos.chaos_replay import ChaosOutcome
from finpulse_cli.features.chaos.spec import parse_spec
from finpulse_cli.features.chaos.verdict import Guarantee, Verdict

LOCAL: Any = SimpleNamespace(is_local=True)
AWS: Any = SimpleNamespace(is_local=False)
SPEC = parse_spec("late=1%")
NOTHING: Any = None


def outcome_of(*wrong: str) -> ChaosOutcome:
    verdict = Verdict((Guarantee("prices", 5, 5 - len(wrong), wrong), Guarantee("lake", 5, 5)))
    return ChaosOutcome(NOTHING, NOTHING, {"repeated": 3, "crash": 0}, verdict)


def test_without_faults_nothing_is_chosen() -> None:
    assert chosen_faults(None, None, LOCAL, names_run=True, compares=True) is None


def test_the_seed_is_the_users_or_a_fresh_one() -> None:
    assert chosen_faults("late=1%", 7, LOCAL, names_run=False, compares=False) == (SPEC, 7)
    fresh = [chosen_faults("late=1%", None, LOCAL, names_run=False, compares=False) for _ in range(5)]
    assert len({found[1] for found in fresh if found}) > 1


@pytest.mark.parametrize(
    ("text", "target", "more"),
    [
        (None, LOCAL, {}),  # a seed alone
        ("late=1%", AWS, {}),
        ("late=1%", LOCAL, {"names_run": True}),
        ("late=1%", LOCAL, {"compares": True}),
        ("hate=1%", LOCAL, {}),
    ],
)
def test_what_does_not_go_together_is_refused(text: str | None, target: Any, more: dict[str, bool]) -> None:
    with pytest.raises(UsageError):
        chosen_faults(text, 7, target, **({"names_run": False, "compares": False} | more))


def test_a_verdict_that_holds_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    conclude(SPEC, 7, outcome_of(), json_output=False)
    told = capsys.readouterr()
    assert "late=1%, seed 7" in told.out
    assert told.out.count("held") == 2
    assert "3 repeated" in told.err
    assert "crash" not in told.err


def test_a_guarantee_that_broke_is_an_expectation_that_did_not_hold(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ExpectationError, match=r"prices: A is missing") as broke:
        conclude(SPEC, 7, outcome_of("A is missing"), json_output=True)
    assert broke.value.exit_code == 3
    assert "--seed 7" in (broke.value.next_action or "")
    assert capsys.readouterr().out == ""


def test_the_summary_gains_a_verdict() -> None:
    told = facts(SPEC, 7, outcome_of("A is missing"))
    assert (told["chaos"], told["seed"], told["injected"]) == ("late=1%", 7, {"repeated": 3, "crash": 0})
    assert told["verdict"]["overall"] == "broken"
    assert told["verdict"]["guarantees"]["lake"] == {"expected": 5, "found": 5, "verdict": "held"}
