"""Whatever a receiver, the table and the queue do: each alert arrives, and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lambdas.alert_webhook.deliver import Webhook, WebhookDeliverer
from lambdas.shared.ports import Posted
from lambdas.shared.wire.webhook_bodies import WebhookFormat
from tests.doubles.steps import FailingSteps
from tests.doubles.webhooks import MemoryDeliveries, MemoryQueues, MemoryReceiver, envelope, queue_event
from tests.factories import NOON, anomaly, price_event

ALERTS = [envelope(anomaly(price_event("90", seconds=place))) for place in range(5)]
REFUSED = Posted(False, "HTTP status 500")
TAKEN = Posted(is_delivered=True)


@given(
    copies=st.lists(st.integers(0, len(ALERTS) - 1), max_size=6),
    refusals=st.sets(st.integers(1, 20)),
    failing=st.sets(st.integers(0, 40)),
    sizes=st.lists(st.integers(1, 4), min_size=1),
    others=st.lists(st.booleans(), max_size=20),
)
def test_each_alert_arrives_once_whatever_fails(
    copies: list[int], refusals: set[int], failing: set[int], sizes: list[int], others: list[bool]
) -> None:
    """Another process takes over only where none dies between a POST and its note: that gap nothing closes."""
    now = [NOON]
    deliveries = MemoryDeliveries(FailingSteps(at=failing))
    receiver = MemoryReceiver(lambda number: REFUSED if number in refusals else TAKEN)
    deliverer = WebhookDeliverer(
        webhooks={"hooks": Webhook("ops", WebhookFormat.JSON, lambda: ("https://a.example", {}, None))},
        deliveries=deliveries,
        sender=receiver,
        queues=MemoryQueues(),
        clock=lambda: now[0],
        seconds=lambda: 0.0,
        random=lambda: 0.5,
    )
    waiting, turns = [*ALERTS, *(ALERTS[place] for place in copies)], iter(others)
    for number in range(500):
        if not waiting:
            break
        size = sizes[number % len(sizes)]
        batch, waiting = waiting[:size], waiting[size:]
        answer = deliverer.run(queue_event(*batch))
        again = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        waiting += [body for place, body in enumerate(batch) if f"m{place}" in again]
        now[0] += timedelta(seconds=30)
        if next(turns, False) and not deliverer.arrived:
            deliveries.owner = f"process {number}"
            deliverer = replace(deliverer, arrived=set())
    assert waiting == []
    assert sorted(receiver.taken.values()) == [1] * len(ALERTS)
    assert len(deliveries.delivered) == len(deliveries.noted) == len(ALERTS)


@given(st.integers(0, 2))
def test_a_receiver_that_fails_every_third_time_gets_each_once(phase: int) -> None:
    receiver = MemoryReceiver(lambda number: REFUSED if number % 3 == phase else TAKEN)
    deliveries = MemoryDeliveries()
    deliverer = WebhookDeliverer(
        webhooks={"hooks": Webhook("ops", WebhookFormat.JSON, lambda: ("https://a.example", {}, None))},
        deliveries=deliveries,
        sender=receiver,
        queues=MemoryQueues(),
        clock=lambda: NOON,
        seconds=lambda: 0.0,
        random=lambda: 0.5,
    )
    waiting = [envelope(anomaly(price_event("90", seconds=place))) for place in range(100)]
    while waiting:
        answer = deliverer.run(queue_event(*waiting[:10]))
        again = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        waiting = waiting[10:] + [body for place, body in enumerate(waiting[:10]) if f"m{place}" in again]
    assert sorted(receiver.taken.values()) == [1] * 100
