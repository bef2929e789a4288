"""States that this version wrote, an earlier one wrote, a later one will write, and no version wrote."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.series_item import is_alive, state_attributes, state_of
from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import DependencyError
from tests.factories import NOON, price_event, price_run

COOLDOWN = timedelta(minutes=15)
LATEST = price_event("101", seconds=1800)
STATE = detect(SeriesState(), [*price_run(["100.5"] * 30), LATEST], COOLDOWN).state
ITEM = {"series": "AAPL", **state_attributes(STATE)}
# as the version before wrote it
FIRST_SCHEMA: dict[str, Any] = {
    "series": "AAPL",
    "window": [Decimal("100.5")] * 29 + [Decimal(101)],
    "newest_at": "2026-11-20T17:30:00.000Z",
    "newest_ids": [LATEST.event_id],
    "scored": Decimal(31),
    "last_alerts": {"SPIKE": {"at": "2026-11-20T17:30:00.000Z", "severity": "HIGH"}},
}


def test_a_state_is_read_as_it_was_written() -> None:
    assert ITEM["schema"] == 2
    assert ITEM["prices"] == " ".join(["100.5"] * 29 + ["101"])
    assert state_of(from_item(to_item(ITEM))) == STATE
    assert state_of(from_item(to_item({"series": "AAPL", **state_attributes(SeriesState())}))) == SeriesState()


def test_the_state_of_the_first_schema_goes_on() -> None:
    """What happened before the upgrade is remembered: the window, what was scored, and who was alerted."""
    state = state_of(from_item(to_item(FIRST_SCHEMA)))
    assert state == STATE
    assert state.last_alerts == {Direction.SPIKE: LastAlert(LATEST.timestamp, Severity.HIGH)}
    after = detect(state, [LATEST, price_event("120", seconds=1860)], COOLDOWN)
    assert [(found.event.price, found.alert_due) for found in after.anomalies] == [(Decimal(120), False)]
    assert (after.state.scored, len(after.skipped)) == (32, 1)


@pytest.mark.parametrize("schema", [Decimal(3), "2", None, Decimal(0)])
def test_another_schema_is_refused_with_what_to_do(schema: object) -> None:
    with pytest.raises(DependencyError, match=r"state of AAPL has schema .*deploy the version that wrote it"):
        state_of({**ITEM, "schema": schema})


GARBAGE: list[tuple[str, Any]] = [
    ("prices", None),
    ("prices", "100 x"),
    ("prices", "100 NaN"),
    ("prices", "100 -1"),
    ("prices", "100 Infinity"),
    ("prices", " ".join(["1"] * 31)),
    ("prices", ["1"]),
    ("newest_at", "yesterday"),
    ("newest_at", Decimal(5)),
    ("newest_ids", None),
    ("newest_ids", "abc"),
    ("scored", None),
    ("scored", "many"),
    ("scored", Decimal("31.5")),
    ("scored", Decimal(3)),
    ("scored", Decimal("NaN")),
    ("last_alerts", None),
    ("last_alerts", {"UP": {"at": format_timestamp(NOON), "severity": "HIGH"}}),
    ("last_alerts", {"SPIKE": {"at": format_timestamp(NOON)}}),
    ("last_alerts", {"SPIKE": "now"}),
]


@pytest.mark.parametrize(("name", "value"), GARBAGE)
def test_what_cannot_be_a_state_is_refused_with_what_to_do(name: str, value: object) -> None:
    with pytest.raises(DependencyError, match=r"state of AAPL cannot be read .*delete the item"):
        state_of({**ITEM, name: value})


@pytest.mark.parametrize("name", ["prices", "newest_ids", "scored", "last_alerts", "schema"])
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
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner), max_leaves=8)


@given(st.dictionaries(st.sampled_from([*ITEM, "window"]), VALUES), st.booleans())
def test_no_item_at_all_ends_otherwise_than_in_a_state_or_a_refusal(item: dict[str, Any], mended: bool) -> None:
    try:
        state = state_of({**ITEM, **item} if mended else item)
    except DependencyError:
        return
    assert len(state.window) <= min(30, state.scored)
