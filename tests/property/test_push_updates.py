"""What a fan-out sends, whatever changed and whoever listens."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from lambdas.push_fanout.changes import Change, last_of_each, updates
from lambdas.shared.domain.subscription import Channel, Subscription

SYMBOLS = ("AAPL", "MSFT", "TSLA")

symbols = st.sampled_from(SYMBOLS)
channels = st.sampled_from(Channel)
feeds = st.sampled_from(("live", "calm.1"))
subscriptions = st.builds(
    Subscription, symbols=st.none() | st.frozensets(symbols), channels=st.frozensets(channels), feed=feeds
)
changes = st.lists(
    st.builds(
        lambda channel, feed, symbol, text: Change(channel, feed, symbol, json.dumps({"symbol": symbol, "text": text})),
        channels,
        feeds,
        symbols,
        st.text(max_size=60),
    ),
    max_size=30,
)


@given(changes, subscriptions, st.integers(min_value=1, max_value=2000))
def test_messages_carry_exactly_what_is_wanted_in_order_and_keep_to_their_size(
    changes: list[Change], subscription: Subscription, largest: int
) -> None:
    messages = updates(changes, subscription, largest)
    for channel in Channel:
        sent = [entry for message in messages for entry in json.loads(message)[channel]]
        assert sent == [
            json.loads(change.payload)
            for change in changes
            if change.channel is channel and subscription.wants(channel, change.feed, change.symbol)
        ]
    for message in messages:
        entries = sum(len(json.loads(message)[channel]) for channel in Channel)
        assert entries >= 1
        assert entries == 1 or len(message.encode()) <= largest


@given(st.lists(st.tuples(st.integers(0, 5), st.integers())))
def test_the_last_of_each_is_what_a_table_would_hold(entries: list[tuple[int, int]]) -> None:
    found = last_of_each(entries, lambda entry: entry[0])
    assert dict(found) == dict(entries)
    assert len(found) == len(dict(entries))
    places = [len(entries) - 1 - entries[::-1].index(entry) for entry in found]
    assert places == sorted(places)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers())), st.integers(0, 30))
def test_cutting_a_batch_in_two_changes_nothing_in_the_end(entries: list[tuple[int, int]], cut: int) -> None:
    whole = last_of_each(entries, lambda entry: entry[0])
    parts = [last_of_each(part, lambda entry: entry[0]) for part in (entries[:cut], entries[cut:])]
    assert last_of_each(parts[0] + parts[1], lambda entry: entry[0]) == whole
