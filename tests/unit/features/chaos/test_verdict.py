"""The verdict: what holds is seen to hold, and each guarantee that breaks is seen to be broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.chaos.evidence import Evidence
from finpulse_cli.features.chaos.expected import candles_of, expected_of, stream_order
from finpulse_cli.features.chaos.verdict import BROKEN, HELD, judge, kept
from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.stack.progress import CONSUMERS
from lambdas.shared.domain.detectors.roster import zscore_alone
from tests.factories import NOON, SHARD, day_total, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.features.parity.compare import Items

EVENTS = [*price_run(["100", *["100", "100.1"] * 15, "120", "90", "150"]), *price_run([7, 8, 9], symbol="MSFT")]
ROSTER = zscore_alone(timedelta(minutes=15))
EXPECTED = expected_of(EVENTS, ROSTER)
DUE = sorted(EXPECTED.due)
GOOD = Evidence(
    events=len(EVENTS),
    prices=EXPECTED.prices,
    latest=EXPECTED.latest,
    candles=EXPECTED.candles,
    anomalies=EXPECTED.anomalies,
    alerted=EXPECTED.due,
    mails=tuple(DUE),
    poison=frozenset({"shard/9"}),
    quarantined={(consumer, "shard/9"): "not JSON" for consumer in CONSUMERS},
    lake=EXPECTED.lake,
    others_before={("other.1",): {"events": 5}},
    others_after={("other.1",): {"events": 5}},
)


def less(items: Items) -> Items:
    return dict(list(items.items())[1:])


def more(items: Items) -> Items:
    key, item = next(iter(items.items()))
    return {**items, (*key[:-1], "another"): item}


def other(items: Items, name: str, value: Any) -> Items:
    key, item = next(iter(items.items()))
    return {**items, key: {**item, name: value}}


def test_what_is_as_expected_holds() -> None:
    verdict = judge(EXPECTED, GOOD, 0)
    assert verdict.overall == HELD, [it.wrong for it in verdict.broken]
    assert len(DUE) >= 2
    assert [it.found for it in verdict.guarantees] == [it.expected for it in verdict.guarantees]
    assert verdict.as_dict()["guarantees"]["prices"] == {"expected": 37, "found": 37, "verdict": HELD}


BREAKS: dict[str, tuple[str, Callable[[Evidence], Evidence]]] = {
    "an event counts twice": ("events", lambda it: replace(it, events=it.events + 1)),
    "an event is lost": ("events", lambda it: replace(it, events=it.events - 1)),
    "a price is lost": ("prices", lambda it: replace(it, prices=less(it.prices))),
    "a price too many": ("prices", lambda it: replace(it, prices=more(it.prices))),
    "a price is another": ("prices", lambda it: replace(it, prices=other(it.prices, "price", Decimal(1)))),
    "an old latest": ("latest prices", lambda it: replace(it, latest=other(it.latest, "price", Decimal(1)))),
    "a candle too many": ("candles", lambda it: replace(it, candles=more(it.candles))),
    "a candle closed elsewhere": ("candles", lambda it: replace(it, candles=other(it.candles, "close", Decimal(1)))),
    "a volume doubled": ("volumes", lambda it: replace(it, candles=other(it.candles, "volume", Decimal(2400)))),
    "an anomaly is lost": ("anomalies", lambda it: replace(it, anomalies=less(it.anomalies))),
    "an anomaly too many": ("anomalies", lambda it: replace(it, anomalies=more(it.anomalies))),
    "another window": ("anomalies", lambda it: replace(it, anomalies=other(it.anomalies, "window", []))),
    "an e-mail is lost": ("alerts", lambda it: replace(it, mails=it.mails[1:])),
    "an e-mail comes twice": ("alerts", lambda it: replace(it, mails=(*it.mails, it.mails[0]))),
    "an e-mail about nothing": ("alerts", lambda it: replace(it, mails=(*it.mails, "nothing"))),
    "an alert is not noted": ("alerts", lambda it: replace(it, alerted=it.alerted - {DUE[0]})),
    "an alert is noted in vain": ("alerts", lambda it: replace(it, alerted=it.alerted | {"nothing"})),
    "a bad record is lost": ("quarantine", lambda it: replace(it, quarantined=dict(list(it.quarantined.items())[1:]))),
    "a bad record without a reason": (
        "quarantine",
        lambda it: replace(it, quarantined={**it.quarantined, (CONSUMERS[0], "shard/9"): ""}),
    ),
    "a good record in quarantine": (
        "quarantine",
        lambda it: replace(it, quarantined={**it.quarantined, (CONSUMERS[0], "shard/8"): "why"}),
    ),
    "an event is not archived": ("lake", lambda it: replace(it, lake=less(it.lake))),
    "an archived event is another": ("lake", lambda it: replace(it, lake=other(it.lake, "lines", ["{}"]))),
    "another feed grew": ("other feeds", lambda it: replace(it, others_after=other(it.others_after, "events", 6))),
    "another feed is gone": ("other feeds", lambda it: replace(it, others_after={})),
}


@pytest.mark.parametrize(("name", "breaking"), BREAKS.values(), ids=BREAKS)
def test_what_breaks_is_seen(name: str, breaking: Callable[[Evidence], Evidence]) -> None:
    verdict = judge(EXPECTED, breaking(GOOD), 0)
    assert name in [it.name for it in verdict.broken]
    assert verdict.overall == verdict.as_dict()["guarantees"][name]["verdict"] == BROKEN
    assert verdict.as_dict()["guarantees"][name]["wrong"]


def test_a_volume_that_is_wrong_is_the_only_thing_that_is() -> None:
    verdict = judge(EXPECTED, replace(GOOD, candles=other(GOOD.candles, "volume", Decimal(1))), 0)
    assert [it.name for it in verdict.broken] == ["volumes"]


def test_as_many_e_mails_may_come_twice_as_faults_at_publish_allow() -> None:
    twice = replace(GOOD, mails=(*GOOD.mails, DUE[0]))
    assert judge(EXPECTED, twice, 1).overall == HELD
    assert "1 twice" in judge(EXPECTED, twice, 1).as_dict()["guarantees"]["alerts"]["note"]
    assert judge(EXPECTED, replace(twice, mails=(*twice.mails, DUE[1])), 1).overall == BROKEN
    assert judge(EXPECTED, replace(GOOD, mails=GOOD.mails[1:]), 1).overall == BROKEN


def test_anomalies_are_those_of_the_streams_order() -> None:
    in_order = price_run(["100"] * 30 + ["120", "130"])
    late = [*in_order[:30], in_order[31], in_order[30]]
    assert [key[1][:19] for key in EXPECTED.anomalies] != []
    assert len(expected_of(in_order, zscore_alone(timedelta(0))).anomalies) == 2
    assert len(expected_of(late, zscore_alone(timedelta(0))).anomalies) == 1
    assert (
        expected_of(in_order, zscore_alone(timedelta(0))).candles
        == expected_of(late, zscore_alone(timedelta(0))).candles
    )


def test_an_event_that_was_put_twice_is_expected_once() -> None:
    assert expected_of([*EVENTS, *EVENTS[:9]], ROSTER) == EXPECTED


def test_running_totals_count_from_candle_to_candle() -> None:
    opening = [day_total(1000, seconds=0), day_total(1500, seconds=60), day_total(1400, seconds=90)]
    after = [day_total(1800, seconds=120)]
    assert [candle.volume for candle in candles_of([*after, *opening])] == [0, 500, 300]


def test_the_streams_order_is_that_of_its_numbers() -> None:
    first, second = price_event(1), price_event(2, seconds=60)
    sent = [SentRecord(name, SHARD, number, NOON) for name, number in ((first.event_id, 5), ("poison", 4))]
    sent.append(SentRecord(second.event_id, SHARD, 3, NOON))
    assert stream_order(sent, {it.event_id: it for it in (first, second)}) == [second, first]


def test_a_kill_may_cost_nothing_that_was_acknowledged_long_before() -> None:
    whole = judge(EXPECTED, GOOD, 0)
    assert whole.extended([kept(40, [])]).overall == HELD
    verdict = whole.extended([kept(40, ["a", "b"])])
    (broken,) = verdict.broken
    assert (broken.name, broken.expected, broken.found) == ("kept through the kill", 40, 38)
    assert "a was acknowledged more than two seconds before" in broken.wrong[0]
