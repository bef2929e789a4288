"""States that this version wrote, an earlier one wrote, a later one will write, and no version wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.series_item import is_alive, state_attributes, state_of
from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import Memory, SeriesState, detect
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.detectors.roster_text import roster_of
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import DependencyError
from tests.factories import NOON, ZSCORE, price_event, price_run, window_of

ALL = roster_of(json.dumps({"detectors": NAMES}), timedelta(minutes=15)).usual
LATEST = price_event("101", seconds=1800)
STATE = detect(SeriesState(), [*price_run(["100.5"] * 30), LATEST], ZSCORE).state
ITEM = {"series": "AAPL", **state_attributes(STATE)}
# as earlier versions wrote it
SECOND_SCHEMA: dict[str, Any] = {
    "series": "AAPL",
    "schema": Decimal(2),
    "prices": " ".join(["100.5"] * 29 + ["101"]),
    "newest_at": "2026-11-20T17:30:00.000Z",
    "newest_ids": [LATEST.event_id],
    "scored": Decimal(31),
    "last_alerts": {"SPIKE": {"at": "2026-11-20T17:30:00.000Z", "severity": "HIGH"}},
}
FIRST_SCHEMA: dict[str, Any] = {
    **{name: value for name, value in SECOND_SCHEMA.items() if name not in ("schema", "prices")},
    "window": [Decimal("100.5")] * 29 + [Decimal(101)],
}
NEXT = price_event("120", seconds=1860)


def test_a_state_is_read_as_it_was_written() -> None:
    assert ITEM["schema"] == 3
    assert set(ITEM["detectors"]) == {"zscore"}
    assert window_of(STATE) == (Decimal("100.5"),) * 29 + (Decimal(101),)
    assert state_of(from_item(to_item(ITEM))) == STATE
    assert state_of(from_item(to_item({"series": "AAPL", **state_attributes(SeriesState())}))) == SeriesState()


def test_each_detector_has_a_state_of_its_own() -> None:
    state = detect(
        SeriesState(), [*price_run(["100.5"] * 40), replace(LATEST, timestamp=NOON + timedelta(hours=1))], ALL
    )
    item = from_item(to_item({"series": "AAPL", **state_attributes(state.state)}))
    assert list(item["detectors"]) == list(NAMES)
    assert state_of(item) == state.state
    assert len(json.dumps(item["detectors"])) < 3 * 8000


@pytest.mark.parametrize("item", [FIRST_SCHEMA, SECOND_SCHEMA])
def test_the_state_of_an_earlier_schema_goes_on(item: dict[str, Any]) -> None:
    """What happened before the upgrade is remembered: the window, what was scored, and who was alerted."""
    state = state_of(from_item(to_item(item)))
    assert state == STATE
    assert state.memories["zscore"].last_alerts == {Direction.SPIKE: LastAlert(LATEST.timestamp, Severity.HIGH)}
    after = detect(state, [LATEST, NEXT], ZSCORE)
    assert [(found.event.price, found.alert_due) for found in after.anomalies] == [(Decimal(120), False)]
    assert (after.state.scored, len(after.skipped), after.begun_anew) == (32, 1, ())
    assert state_attributes(after.state)["schema"] == 3


@pytest.mark.parametrize("item", [FIRST_SCHEMA, SECOND_SCHEMA])
def test_detectors_that_the_upgrade_brings_begin_and_the_one_before_goes_on(item: dict[str, Any]) -> None:
    after = detect(state_of(item), [NEXT], ALL)
    assert [found.detector for found in after.anomalies] == ["zscore"]
    assert (list(after.state.memories), after.begun_anew) == (list(NAMES), ())


def test_of_a_later_schema_what_is_known_is_carried_over() -> None:
    """A newer version ran for a while, and was taken back."""
    later = {
        **ITEM,
        "schema": Decimal(4),
        "mood": "bullish",
        "detectors": {
            "zscore": {**ITEM["detectors"]["zscore"], "mood": "calm"},
            "multiscale": {"state": '{"version":9}', "last_alerts": {}},
            "calibrated": {"state": Decimal(5)},
            "oracle": {"state": "what only it reads", "last_alerts": {}},
        },
    }
    state = state_of(from_item(to_item(later)))
    assert replace(state, memories={"zscore": state.memories["zscore"]}) == STATE
    after = detect(state, [LATEST, NEXT], ALL)
    assert after.begun_anew == ("multiscale", "calibrated")
    assert [found.detector for found in after.anomalies] == ["zscore"]
    assert (after.state.scored, len(after.skipped)) == (32, 1)
    assert list(after.state.memories) == list(NAMES)


def test_a_later_schema_that_keeps_its_detectors_otherwise_begins_them_anew() -> None:
    state = state_of({**ITEM, "schema": Decimal(7), "detectors": "elsewhere"})
    assert (state.scored, state.newest_ids) == (31, frozenset({LATEST.event_id}))
    assert detect(state, [LATEST, NEXT], ZSCORE).begun_anew == ("zscore",)


UNREADABLE = [
    "",
    "100 101",
    "[]",
    '{"version":2,"prices":"100"}',
    '{"version":1}',
    '{"version":1,"prices":[1]}',
    '{"version":1,"prices":"100 x"}',
    '{"version":1,"prices":"100 NaN"}',
    '{"version":1,"prices":"100 -1"}',
    '{"version":1,"prices":"100 Infinity"}',
    json.dumps({"version": 1, "prices": " ".join(["1"] * 241)}),
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_detector_that_cannot_read_its_memory_begins_anew_and_says_so(text: str) -> None:
    """Nothing is scored twice, and alerts still cool down: that is not the detector's to remember."""
    alerts = STATE.memories["zscore"].last_alerts
    state = replace(STATE, memories={"zscore": Memory(text, alerts)})
    after = detect(state, [LATEST, *price_run(["100"] * 35, every=60)[32:]], ZSCORE)
    assert after.begun_anew == ("zscore",)
    assert len(window_of(after.state)) == 3
    assert (after.state.scored, len(after.skipped)) == (34, 1)
    assert after.state.memories["zscore"].last_alerts == alerts


GARBAGE: list[tuple[str, Any]] = [
    ("schema", "2"),
    ("schema", None),
    ("schema", Decimal(0)),
    ("schema", Decimal("3.5")),
    ("schema", Decimal("NaN")),
    ("newest_at", "yesterday"),
    ("newest_at", Decimal(5)),
    ("newest_ids", None),
    ("newest_ids", "abc"),
    ("scored", None),
    ("scored", "many"),
    ("scored", Decimal("31.5")),
    ("scored", Decimal(-1)),
    ("scored", Decimal("NaN")),
    ("detectors", None),
    ("detectors", {"zscore": "100 101"}),
    ("detectors", {"zscore": {"state": "", "last_alerts": None}}),
    ("detectors", {"zscore": {"state": None, "last_alerts": {}}}),
    ("detectors", {"zscore": {"state": "", "last_alerts": {"UP": {"at": format_timestamp(NOON), "severity": "HIGH"}}}}),
    ("detectors", {"zscore": {"state": "", "last_alerts": {"SPIKE": {"at": format_timestamp(NOON)}}}}),
    ("detectors", {"zscore": {"state": "", "last_alerts": {"SPIKE": "now"}}}),
]


@pytest.mark.parametrize(("name", "value"), GARBAGE)
def test_what_cannot_be_a_state_is_refused_with_what_to_do(name: str, value: object) -> None:
    with pytest.raises(DependencyError, match=r"state of AAPL cannot be read .*delete the item"):
        state_of({**ITEM, name: value})


@pytest.mark.parametrize("prices", [None, "100 x", ["1"]])
def test_a_window_of_an_earlier_schema_that_is_none_is_refused(prices: object) -> None:
    with pytest.raises(DependencyError, match=r"state of AAPL cannot be read"):
        state_of({**SECOND_SCHEMA, "prices": prices})


@pytest.mark.parametrize("name", ["detectors", "newest_ids", "scored", "schema"])
def test_an_item_that_lacks_a_member_is_refused(name: str) -> None:
    with pytest.raises(DependencyError, match=r"state of AAPL cannot be read"):
        state_of({member: value for member, value in ITEM.items() if member != name})


def test_an_expiry_that_is_no_time_is_refused() -> None:
    assert is_alive(ITEM, NOON)
    with pytest.raises(DependencyError, match=r"state of AAPL cannot be read \(expires_at"):
        is_alive({**ITEM, "expires_at": "tomorrow"}, NOON)


LEAVES = (
    st.none()
    | st.booleans()
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.binary(max_size=4)
)
MEMBERS = st.sampled_from([*ITEM, *SECOND_SCHEMA, "window"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner), max_leaves=8)
EVERY_ITEM = (FIRST_SCHEMA, SECOND_SCHEMA, ITEM, {**ITEM, "schema": Decimal(4)})


@given(
    st.sampled_from(EVERY_ITEM),
    st.dictionaries(st.sampled_from([*ITEM, *SECOND_SCHEMA, "window"]), VALUES),
    st.booleans(),
)
def test_no_item_at_all_ends_otherwise_than_in_a_state_or_a_refusal(
    base: dict[str, Any], item: dict[str, Any], mended: bool
) -> None:
    try:
        state = state_of({**base, **item} if mended else item)
    except DependencyError:
        return
    assert detect(state, [price_event("100", seconds=10**8)], ALL).state.scored == state.scored + 1
