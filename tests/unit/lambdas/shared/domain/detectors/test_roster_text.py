"""Who judges which symbol, as Terraform writes it."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.detectors.roster import zscore_alone
from lambdas.shared.domain.detectors.roster_text import ALONE, roster_of
from tests.factories import price_run
from tests.minute_bars import trading_days, walk

if TYPE_CHECKING:
    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.detectors.roster import Roster

QUARTER = timedelta(minutes=15)


def roster(**members: Any) -> Roster:
    return roster_of(json.dumps(members), QUARTER)


def names(of: Roster, symbol: str = "AAPL") -> list[str]:
    return [duty.detector.name for duty in of.of(symbol)]


def found(of: Roster, prices: list[str], symbol: str = "AAPL") -> tuple[Anomaly, ...]:
    return detect(SeriesState(), price_run(prices, symbol=symbol), of.of(symbol)).anomalies


def test_nothing_said_is_zscore_alone_with_the_cooldown_of_all() -> None:
    for text in (ALONE, "{}"):
        (duty,) = roster_of(text, QUARTER).of("AAPL")
        assert (duty.detector.name, duty.cooldown) == ("zscore", QUARTER)
    steps = ["400"] * 30 + ["400.10", "400.11", "400.14", "400.20"]
    assert found(roster_of("{}", QUARTER), steps) == found(zscore_alone(QUARTER), steps)


def test_several_judge_side_by_side_and_a_symbol_has_its_own() -> None:
    several = roster(detectors=["multiscale", "zscore"], symbols={"TSLA": ["calibrated"]})
    assert names(several) == ["multiscale", "zscore"]
    assert names(several, "TSLA") == ["calibrated"]


def test_a_symbols_settings_stand_over_those_of_all_one_by_one() -> None:
    settings = {
        "zscore": {"window": 10, "cooldown_minutes": 30},
        "TSLA/zscore": {"anomaly_above": 5, "high_above": 6},
        "BRK.B/zscore": {"cooldown_minutes": 0},
    }
    mixed = roster(settings=settings)
    assert [mixed.of(symbol)[0].cooldown for symbol in ("AAPL", "TSLA", "BRK.B")] == [
        timedelta(minutes=30),
        timedelta(minutes=30),
        timedelta(0),
    ]
    steps = ["400"] * 10 + ["400.12"]  # z = 3
    assert [len(found(mixed, steps, symbol)) for symbol in ("AAPL", "TSLA", "BRK.B")] == [1, 0, 1]
    assert len(found(mixed, ["400"] * 10 + ["400.30"], "TSLA")[0].window) == 10


def test_limits_are_those_that_are_told() -> None:
    strict = roster(settings={"zscore": {"anomaly_above": 2.6, "high_above": 3}})
    for price, severities in (("400.10", []), ("400.104", []), ("400.11", ["MEDIUM"]), ("400.13", ["HIGH"])):
        anomalies = found(strict, ["400"] * 30 + [price])
        assert [anomaly.severity for anomaly in anomalies] == severities
        assert all(anomaly.limits == (2.6, 3) for anomaly in anomalies)


def test_more_alerts_a_day_are_more() -> None:
    bars = walk(trading_days(5))
    few, many = (
        detect(
            SeriesState(), bars, roster(detectors=["calibrated"], settings={"calibrated": {"alerts_per_day": n}}).usual
        )
        for n in (0.2, 5)
    )
    assert len(few.anomalies) < len(many.anomalies)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"detector": ["zscore"]}, "it has no 'detector'"),
    ({"detectors": []}, "detectors is no list"),
    ({"detectors": "zscore"}, "detectors is no list"),
    ({"detectors": ["zscore", "zscore"]}, "detectors is no list"),
    ({"detectors": [["zscore"]]}, "no detector is called"),
    ({"detectors": ["oracle"]}, "no detector is called 'oracle', choose of zscore, multiscale, calibrated"),
    ({"symbols": ["TSLA"]}, "symbols is not an object"),
    ({"symbols": {"tsla": ["zscore"]}}, "symbols: 'tsla' is no symbol"),
    ({"symbols": {"TSLA": []}}, "symbols.TSLA is no list"),
    ({"settings": []}, "settings is not an object"),
    ({"settings": {"oracle": {}}}, "settings.oracle is neither"),
    ({"settings": {"tsla/zscore": {}}}, "settings.tsla/zscore is neither"),
    ({"settings": {"zscore": 5}}, "settings.zscore is not an object"),
    ({"settings": {"zscore": {"windows": 5}}}, "settings.zscore has no 'windows'"),
    ({"settings": {"zscore": {"window": "30"}}}, "settings.zscore.window is not a number"),
    ({"settings": {"zscore": {"window": True}}}, "settings.zscore.window is not a number"),
    ({"settings": {"zscore": {"window": 30.5}}}, "whole numbers"),
    ({"settings": {"zscore": {"window": 9}}}, "window is 10 to 240 prices, not 9"),
    ({"settings": {"zscore": {"window": 241}}}, "settings of zscore: window is 10 to 240"),
    ({"settings": {"zscore": {"cooldown_minutes": -1}}}, "cooldown_minutes is 0 to 1440"),
    ({"settings": {"zscore": {"cooldown_minutes": 1441}}}, "cooldown_minutes is 0 to 1440"),
    ({"settings": {"zscore": {"anomaly_above": 3}}}, "come together"),
    ({"settings": {"multiscale": {"anomaly_above": 3, "high_above": 2}}}, "at most high_above"),
    ({"settings": {"multiscale": {"anomaly_above": 0, "high_above": 2}}}, "above 0"),
    ({"settings": {"multiscale": {"anomaly_above": 1, "high_above": 1001}}}, "at most 1000"),
    ({"settings": {"multiscale": {"window": 30}}}, "settings.multiscale has no 'window'"),
    ({"settings": {"calibrated": {"alerts_per_day": 0}}}, "alerts_per_day is above 0"),
    ({"settings": {"calibrated": {"alerts_per_day": 7.9}}}, "at most 7.8"),
]


@pytest.mark.parametrize(("members", "why"), WRONG)
def test_what_cannot_be_is_refused_by_name(members: dict[str, Any], why: str) -> None:
    every = {"detectors": list(NAMES)} | members
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the message is looked at below
        roster_of(json.dumps(every), QUARTER)
    assert why in str(raised.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "zscore", '{"settings":{"zscore":{"window":NaN}}}', '{"settings":{"zscore":{"window":1e999}}}']
)
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several kinds, all about the text
        roster_of(text, QUARTER)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from([*NAMES, "TSLA", "window"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["detectors", "symbols", "settings", *NAMES, "TSLA/zscore", "window"]), inner)
    ),
    max_leaves=6,
)


@given(JSON)
def test_no_text_ends_otherwise_than_in_a_roster_or_a_reason(value: Any) -> None:
    try:
        made = roster_of(json.dumps(value), QUARTER)
    except ValueError:
        return
    assert set(names(made)) <= set(NAMES)


def test_a_window_that_grew_goes_on_from_the_prices_it_has() -> None:
    narrow, wide = (roster(settings={"zscore": {"window": window}}).usual for window in (10, 20))
    prices = price_run(["400"] * 10 + ["401", "400"] * 5 + ["500"])
    first = detect(SeriesState(), prices[:10], narrow).state
    assert detect(first, prices[10:19], wide).anomalies == ()
    grown = detect(first, prices[10:], wide).anomalies
    assert [(one.event.price, len(one.window)) for one in grown] == [(Decimal(500), 20)]
    shrunk = detect(detect(first, prices[10:20], wide).state, prices[20:], narrow).anomalies
    assert [len(one.window) for one in shrunk] == [10]
