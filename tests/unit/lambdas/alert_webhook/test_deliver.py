from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.alert_webhook.deliver import Webhook, WebhookDeliverer
from lambdas.shared.errors import DependencyError, SettingsError
from lambdas.shared.ports import Posted
from lambdas.shared.wire.webhook_bodies import WebhookFormat
from tests.doubles.steps import FailingSteps
from tests.doubles.webhooks import (
    MemoryDeliveries,
    MemoryQueues,
    MemoryReceiver,
    envelope,
    plain_envelope,
    queue_event,
)
from tests.factories import NOON, anomaly, price_event

if TYPE_CHECKING:
    from datetime import datetime

FOUND = anomaly()
OTHER = anomaly(price_event("90", seconds=60))
ALERT_ID = f"AAPL/{FOUND.anomaly_id}"
URL = "https://hooks.example/secret-path"


class Bench:
    """A deliverer on doubles, with one webhook `ops` fed by the queue `hooks`."""

    def __init__(self) -> None:
        self.steps = FailingSteps()
        self.deliveries = MemoryDeliveries(self.steps)
        self.receiver = MemoryReceiver()
        self.queues = MemoryQueues()
        self.now = NOON
        self.seconds = 0.0
        self.opened = 0
        self.error: Exception | None = None
        self.deliverer = WebhookDeliverer(
            webhooks={"hooks": Webhook("ops", WebhookFormat.JSON, self.open)},
            deliveries=self.deliveries,
            sender=self.receiver,
            queues=self.queues,
            clock=self.clock,
            seconds=lambda: self.seconds,
            random=lambda: 1.0,
        )

    def open(self) -> tuple[str, dict[str, str], str | None]:
        self.opened += 1
        if self.error:
            raise self.error
        return URL, {"Authorization": "Bearer t"}, None

    def clock(self) -> datetime:
        return self.now

    def run(self, *bodies: str, received: int = 1, queue: str = "hooks") -> list[str]:
        """Deliver a batch; return the ids of the messages that come again."""
        answer = self.deliverer.run(queue_event(*bodies, received=received, queue=queue))
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def rival(self) -> None:
        """From now on another process delivers."""
        self.deliveries.owner = "another"
        self.deliverer = replace(self.deliverer, arrived=set())


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_an_alert_is_posted_once_and_noted_with_its_anomaly(bench: Bench) -> None:
    assert bench.run(envelope(FOUND)) == []
    assert bench.run(envelope(FOUND)) == []
    ((url, headers, body),) = bench.receiver.posts
    assert (url, headers) == (URL, {"Authorization": "Bearer t", "X-FinPulse-Alert": ALERT_ID})
    assert json.loads(body)["alert_id"] == ALERT_ID
    assert bench.deliveries.delivered == {("ops", ALERT_ID)}
    assert bench.deliveries.noted == {(FOUND.key, "ops")}
    assert bench.deliveries.claims == {}


def test_the_same_alert_twice_in_one_batch_is_posted_once(bench: Bench) -> None:
    assert bench.run(envelope(FOUND), envelope(FOUND)) == []
    assert len(bench.receiver.posts) == 1


def test_a_digest_is_delivered_without_an_anomaly(bench: Bench) -> None:
    assert bench.run(plain_envelope("Held", "two", kind="digest", alert_id="digest/x")) == []
    assert bench.deliveries.delivered == {("ops", "digest/x")}
    assert bench.deliveries.noted == set()


def test_only_what_was_refused_comes_again(bench: Bench) -> None:
    bench.receiver.fate = lambda number: Posted(number != 1, "HTTP status 500")
    assert bench.run(envelope(FOUND), envelope(OTHER)) == ["m0"]
    assert bench.deliveries.reasons == {("ops", ALERT_ID): "HTTP status 500"}
    assert bench.deliveries.claims == {}
    bench.rival()
    assert bench.run(envelope(FOUND)) == []
    assert set(bench.receiver.taken.values()) == {1}


@pytest.mark.parametrize(("received", "pause"), [(1, 2), (2, 4), (5, 32), (9, 512), (10, 900), (99, 900)])
def test_pauses_double_up_to_a_quarter_of_an_hour(bench: Bench, received: int, pause: int) -> None:
    bench.receiver.fate = lambda _: Posted(False, "HTTP status 500")
    bench.run(envelope(FOUND), received=received)
    assert bench.queues.postponed == {"hooks/r0": pause}
    bench.deliverer = replace(bench.deliverer, random=lambda: 0.0)
    bench.run(envelope(FOUND), received=received)
    assert bench.queues.postponed == {"hooks/r0": pause // 2}


def test_a_receiver_that_asks_for_a_pause_gets_it(bench: Bench) -> None:
    bench.receiver.fate = lambda _: Posted(False, "HTTP status 429", retry_after=70.0)
    assert bench.run(envelope(FOUND)) == ["m0"]
    assert bench.queues.postponed == {"hooks/r0": 70}


def test_what_another_process_delivers_waits_for_it(bench: Bench) -> None:
    bench.deliveries.claims["ops", ALERT_ID] = ("another", NOON + timedelta(seconds=60))
    assert bench.run(envelope(FOUND)) == ["m0"]
    assert bench.queues.postponed == {"hooks/r0": 60}
    assert bench.receiver.posts == []
    bench.now += timedelta(seconds=60)
    assert bench.run(envelope(FOUND)) == []


@pytest.mark.parametrize("step", ["deliveries.claim", "deliveries.claimed", "deliveries.note", "deliveries.noted"])
def test_a_table_that_fails_at_any_step_doubles_nothing(bench: Bench, step: str) -> None:
    bench.steps.once = {step}
    assert bench.run(envelope(FOUND)) == ["m0"]
    assert bench.run(envelope(FOUND)) == []
    assert bench.receiver.taken == {ALERT_ID: 1}
    assert bench.deliveries.delivered == {("ops", ALERT_ID)}
    assert bench.deliverer.arrived == set()


def test_a_message_that_is_none_keeps_no_other_from_arriving(bench: Bench) -> None:
    assert bench.run("not JSON", envelope(FOUND)) == ["m0"]
    assert bench.receiver.taken == {ALERT_ID: 1}


def test_a_queue_that_no_webhook_has_is_told(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(envelope(FOUND), queue="gone") == ["m0"]
    assert "no webhook is fed by the queue gone" in capsys.readouterr().out


@pytest.mark.parametrize("error", [SettingsError("unset"), DependencyError("SSM refused")])
def test_a_secret_that_cannot_be_read_gives_the_claim_back(bench: Bench, error: Exception) -> None:
    bench.error = error
    assert bench.run(envelope(FOUND)) == ["m0"]
    assert bench.deliveries.claims == {}
    assert bench.deliveries.reasons == {("ops", ALERT_ID): str(error)}


def test_the_secret_is_read_once_a_batch_and_only_when_there_is_something_to_post(bench: Bench) -> None:
    bench.run(envelope(FOUND), envelope(OTHER))
    assert bench.opened == 1
    bench.run(envelope(FOUND))
    assert bench.opened == 1


def test_what_the_time_is_too_short_for_comes_again_at_once_and_unclaimed(bench: Bench) -> None:
    def slow(_number: int) -> Posted:
        bench.seconds += 16
        return Posted(True)

    bench.receiver.fate = slow
    assert bench.run(envelope(FOUND), envelope(OTHER)) == ["m1"]
    assert bench.queues.postponed == {"hooks/r1": 0}
    assert bench.deliveries.claims == {}


def test_neither_address_nor_token_is_ever_logged(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.receiver.fate = lambda _: Posted(False, "HTTP status 500")
    bench.run(envelope(FOUND))

    def broken(*_: Any) -> Posted:
        raise ValueError(URL)

    bench.deliverer = replace(bench.deliverer, sender=type("Broken", (), {"post": broken})())
    assert bench.run(envelope(FOUND)) == ["m0"]
    logged = capsys.readouterr().out
    assert "ValueError" in logged
    assert "secret-path" not in logged
    assert "Bearer" not in logged
