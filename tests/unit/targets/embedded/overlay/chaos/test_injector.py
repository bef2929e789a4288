"""Which call meets which fault."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from finpulse_cli.stack.fault_injection import Faults, Outage
from finpulse_cli.targets.embedded.overlay.chaos.injector import CALLS_UNTIL_CRASH, Fate, Injector


def begun(clock: Any = lambda: 0.0, **faults: Any) -> Injector:
    injector = Injector(clock)
    assert injector.begin(Faults(7, **faults))
    return injector


def fates(injector: Injector, count: int, function: str = "f", service: str = "dynamodb") -> list[Fate]:
    return [injector.fate(function, service) for _ in range(count)]


def counts(injector: Injector) -> dict[str, int]:
    return dict(injector.injected(is_busy=False).counts)


def test_nothing_is_injected_before_the_beginning_and_after_the_end() -> None:
    injector = Injector()
    assert fates(injector, 5) == [Fate.PASSES] * 5
    assert injector.begin(Faults(1, throttle={"dynamodb": 1.0}, redeliver=1.0))
    assert fates(injector, 5) == [Fate.THROTTLED] * 5
    injector.end()
    assert fates(injector, 5) == [Fate.PASSES] * 5
    assert not injector.comes_again("f")
    assert counts(injector) == {"throttle=dynamodb": 5}


def test_two_replays_cannot_inject_at_once() -> None:
    injector = begun()
    assert not injector.begin(Faults(8))
    injector.end()
    assert injector.begin(Faults(8))


def test_a_functions_calls_meet_the_same_faults_whatever_others_do() -> None:
    alone = fates(begun(throttle={"dynamodb": 0.3}), 200)
    beside = begun(throttle={"dynamodb": 0.3, "sns": 0.3})
    mixed = []
    for _ in range(200):
        mixed.append(beside.fate("f", "dynamodb"))
        beside.fate("g", "dynamodb")
        beside.fate("f", "sns")
    assert alone == mixed
    assert 40 <= Counter(alone)[Fate.THROTTLED] <= 80
    assert fates(begun(throttle={"dynamodb": 0.3}), 200, function="g") != alone


def test_a_service_that_is_not_named_is_left_alone() -> None:
    injector = begun(throttle={"dynamodb": 1.0}, lost_answer={"s3": 1.0}, outage={"sns": Outage(calls=2)})
    assert fates(injector, 3, service="kinesis") == [Fate.PASSES] * 3
    assert fates(injector, 3, service="s3") == [Fate.UNANSWERED] * 3
    assert fates(injector, 3, service="sns") == [Fate.OUT, Fate.OUT, Fate.PASSES]


def test_an_outage_lasts_from_the_first_call_on() -> None:
    now = [100.0]
    injector = begun(lambda: now[0], outage={"sns": Outage(seconds=30.0)})
    now[0] = 500.0
    assert fates(injector, 1, service="sns") == [Fate.OUT]
    now[0] = 529.9
    assert fates(injector, 1, service="sns") == [Fate.OUT]
    now[0] = 530.0
    assert fates(injector, 1, service="sns") == [Fate.PASSES]


def test_a_process_is_killed_once_after_so_many_records() -> None:
    injector = begun(crashes={"f": 100})
    injector.invoked("f", 99)
    injector.invoked("g", 500)
    assert fates(injector, 20) == [Fate.PASSES] * 20
    injector.invoked("f", 1)
    found = fates(injector, CALLS_UNTIL_CRASH)
    assert sum(fate in (Fate.KILLED_BEFORE, Fate.KILLED_AFTER) for fate in found) == 1
    injector.invoked("f", 100)
    assert fates(injector, 20) == [Fate.PASSES] * 20


def test_an_e_mail_may_come_twice_for_each_lost_answer() -> None:
    injector = begun(lost_answer={"sns": 1.0, "dynamodb": 1.0})
    fates(injector, 3, service="sns")
    fates(injector, 3, service="dynamodb")
    assert injector.injected(is_busy=False).may_double == 3


@pytest.mark.parametrize(
    ("calls", "doubled"),
    [
        ([], 0),
        ([("sns", "")], 1),
        ([("sns", ""), ("dynamodb", "GetItem")], 1),
        ([("sns", ""), ("dynamodb", "UpdateItem")], 0),
        ([("dynamodb", "UpdateItem"), ("sns", "")], 1),
    ],
)
def test_who_is_killed_between_an_e_mail_and_its_note_may_send_it_again(
    calls: list[tuple[str, str]], doubled: int
) -> None:
    injector = begun()
    for service, operation in calls:
        injector.fate("f", service)
        injector.carried_out("f", service, operation)
    injector.killed("f")
    injector.killed("f")
    assert injector.injected(is_busy=False).may_double == doubled
    assert counts(injector) == {"crash": 2}


def test_about_the_share_that_is_asked_for_comes_again() -> None:
    injector = begun(redeliver=0.3)
    again = sum(injector.comes_again("f") for _ in range(200))
    assert 40 <= again <= 80
    assert counts(injector) == {"redeliver": again}
