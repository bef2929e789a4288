"""Every consumer killed before and after each of its calls, and each answer lost: what is left equals a whole run.

The calls are found by making them. A killed process is replaced by a new one, to which the batch comes again, whole
or cut otherwise, as often as it fails, while time passes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.aggregator import wiring as aggregator
from lambdas.anomaly_detector import wiring as anomaly_detector
from lambdas.price_processor import wiring as price_processor
from lambdas.shared import bootstrap
from lambdas.shared.adapters import clients
from lambdas.shared.errors import DependencyError
from lambdas.shared.wire.event_json import encode_event
from tests.doubles.wire import Aws, Cut, Killed, Moment, Wire
from tests.factories import LATER, day_total, lambda_event, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from types import ModuleType

CONSUMERS = [price_processor, aggregator, anomaly_detector]
TABLES = {
    "LIVE_PRICES_TABLE": "live-prices",
    "LATEST_PRICES_TABLE": "latest-prices",
    "PRICE_CANDLES_TABLE": "price-candles",
    "ANOMALIES_TABLE": "anomalies",
    "DETECTOR_STATE_TABLE": "detector-state",
    "PROGRESS_TABLE": "consumer-progress",
    "SESSION_STARTS_TABLE": "session-starts",
    "COUNTERS_TABLE": "counters",
    "ALERTING_TABLE": "alerting",
}
CLOCKED = {"expires_at", "updated_at"}
DELIVERIES = 8

LIVE = [day_total(1000 + 10 * minute, seconds=60 * minute) for minute in range(30)]
FLAT, LEVEL = price_run(["100"] * 30), price_run(["200"] * 30, symbol="MSFT")
WARM_UP = [*map(encode_event, chain(*zip(FLAT, LEVEL, LIVE, strict=True)))]
JUMP = price_event("101", seconds=1800)
BATCH = [
    encode_event(JUMP),
    b"not an event",
    encode_event(day_total(1500, seconds=1800, price=103)),
    encode_event(price_event("190", seconds=1800, symbol="MSFT")),
    encode_event(JUMP),
    b'{"schema":2,"price":"dear"}',
    encode_event(price_event("90", seconds=1830)),
    encode_event(price_event("100", seconds=1790)),
    encode_event(price_event("230", seconds=1860, symbol="MSFT", bar=(190, 231, 189))),
    encode_event(day_total(1490, seconds=1920, price=97)),
    encode_event(price_event("90.5", seconds=1860)),
]
AFTERWARDS = [encode_event(price_event("91", seconds=1920)), encode_event(day_total(1600, seconds=1980))]
FIRST, NEXT = len(WARM_UP) + 1, len(WARM_UP) + len(BATCH) + 1  # sequence numbers
ALERTS = 6


@dataclass
class Sandbox:
    """One consumer, the process that runs it, and what it writes to."""

    aws: Aws
    consumer: ModuleType
    now: datetime = LATER
    failures: list[str] = field(default_factory=list)
    before: Moment = field(init=False)

    def restart(self) -> None:
        """Begin a new process: nothing but the tables remembers what the one before did."""
        for wiring in CONSUMERS:
            wiring.consumer.cache_clear()
        self.aws.wire.is_dead = False

    def begin(self) -> None:
        """Make new tables and process what comes before the batch."""
        self.aws.wire = Wire()
        self.aws.new_tables({f"{kind}-table": kind for kind in TABLES.values()})
        self.restart()
        self.deliver(WARM_UP, 1)
        self.before = self.aws.moment()
        self.begin_again()

    def begin_again(self, at: int = -1, cut: Cut = Cut.BEFORE) -> None:
        """Go back to just before the batch, in a new process; `at` and `cut` say what is to happen to it."""
        self.aws.go_back(self.before)
        self.restart()
        self.aws.wire.at, self.aws.wire.cut = at, cut

    def deliver(self, lines: list[bytes], first: int) -> None:
        """Bring one batch, once."""
        self.consumer.consumer().consume(lambda_event(lines, first_sequence_number=first))

    def bring(self, lines: list[bytes], first: int) -> None:
        """Bring one batch as often as it takes; time passes in between."""
        for _ in range(DELIVERIES):
            try:
                return self.deliver(lines, first)
            except DependencyError as error:
                self.failures.append(str(error))
                self.now += timedelta(seconds=10)
        raise AssertionError(f"a batch came {DELIVERIES} times and failed each time: {self.failures}")

    def finish(self, size: int) -> tuple[Any, Any]:
        """Bring the batch, `size` records at a time, and what comes after it; what is then everywhere."""
        for start in range(0, len(BATCH), size):
            self.bring(BATCH[start : start + size], FIRST + start)
        self.bring(AFTERWARDS, NEXT)
        self.aws.wire.at = -1
        return {kind: self._items(f"{kind}-table") for kind in TABLES.values()}, self._quarantined()

    def _items(self, table: str) -> list[dict[str, Any]]:
        items = [{name: it[name] for name in it.keys() - CLOCKED} for it in self.aws.items(table)]
        return sorted(items, key=str)

    def _quarantined(self) -> set[tuple[str, str, str]]:
        bodies = self.aws.wire.objects.values()
        kept = [json.loads(line) for body in bodies for line in body.splitlines()]
        return {(it["sequence_number"], it["reason"], it["data"]) for it in kept}


@pytest.fixture(scope="module")
def aws() -> Aws:
    """The clients of every test here; to make them anew costs more than what they do."""
    return Aws()


@pytest.fixture
def sandbox(aws: Aws, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    made = Sandbox(aws, request.param)
    monkeypatch.setattr(clients, "_client", aws.client)
    monkeypatch.setattr(bootstrap, "utc_now", lambda: made.now)
    monkeypatch.setattr("time.sleep", lambda _: None)  # between the SDK's attempts
    settings = {name: f"{kind}-table" for name, kind in TABLES.items()}
    more = {"LAKE_BUCKET": "lake", "ALERT_TOPIC_ARN": "arn:aws:sns:us-east-1:0:alerts", "ALERT_COOLDOWN_MINUTES": "15"}
    for name, value in (settings | more).items():
        monkeypatch.setenv(name, value)
    yield made
    for wiring in CONSUMERS:
        wiring.consumer.cache_clear()


def undisturbed(sandbox: Sandbox) -> tuple[Any, list[str], dict[str, int]]:
    """What a run leaves that nothing disturbs, the calls of its batch, and its e-mails."""
    sandbox.begin()
    sandbox.deliver(BATCH, FIRST)
    calls = list(sandbox.aws.wire.calls)
    return sandbox.finish(len(BATCH)), calls, dict(sandbox.aws.wire.mails)


def assert_mails(sandbox: Sandbox, expected: dict[str, int], *, published: bool) -> None:
    """Each alert went out once, but the one that was published last thing, before it could be noted: it went twice."""
    mails = sandbox.aws.wire.mails
    assert mails.keys() == expected.keys()
    assert sum(mails.values()) - len(expected) == (1 if published else 0)


def of_all(parameters: list[Any]) -> Callable[[Any], Any]:
    return pytest.mark.parametrize("sandbox", parameters, indirect=True, ids=lambda it: it.__name__.split(".")[1])


@of_all(CONSUMERS)
@pytest.mark.parametrize(("cut", "size"), [(Cut.BEFORE, len(BATCH)), (Cut.AFTER, 4)])
def test_a_kill_between_any_two_calls_leaves_what_a_whole_run_leaves(sandbox: Sandbox, cut: Cut, size: int) -> None:
    expected, calls, mails = undisturbed(sandbox)
    for at in range(len(calls)):
        sandbox.begin_again(at, cut)
        with pytest.raises(Killed) as killed:
            sandbox.deliver(BATCH, FIRST)
        published = sandbox.aws.wire.calls[-1:] == ["Publish"]
        sandbox.aws.wire.at = -1
        sandbox.restart()
        assert sandbox.finish(size) == expected, f"{cut.value}: {at}, {killed.value}"
        assert_mails(sandbox, mails, published=published)


@of_all(CONSUMERS)
def test_a_lost_answer_to_any_call_leaves_what_a_whole_run_leaves(sandbox: Sandbox) -> None:
    expected, calls, mails = undisturbed(sandbox)
    for at in range(len(calls)):
        sandbox.begin_again(at, Cut.LOST)
        sandbox.bring(BATCH, FIRST)
        lost = sandbox.aws.wire.calls[at]
        assert sandbox.finish(len(BATCH)) == expected, f"answer lost: {at}, {lost}"
        assert_mails(sandbox, mails, published=lost == "Publish")


@of_all([anomaly_detector])
def test_the_detectors_batch_has_alerts_and_few_calls(sandbox: Sandbox) -> None:
    """What is killed above is worth it, and a batch of few series costs no more calls than this."""
    _, calls, mails = undisturbed(sandbox)
    assert (len(mails), set(mails.values())) == (ALERTS, {1})
    states, policy, anomalies, alerts, progress = 2, 1, 1, ALERTS, 1
    asked = [call for call in calls if call not in {"PutObject", "Publish"}]
    assert len(asked) == states + policy + anomalies + alerts + progress


AWAY = b"<ErrorResponse><Error><Code>ServiceUnavailable</Code><Message>away</Message></Error></ErrorResponse>"


@of_all([anomaly_detector])
def test_an_outage_of_the_topic_delays_alerts_no_longer_than_it_lasts(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each failed batch ends its process, so that nobody finds claims of its own; no time passes for others' to age."""
    expected, _, mails = undisturbed(sandbox)
    sandbox.begin_again()
    answer, met = sandbox.aws.wire._answer, iter(range(1000))

    def meet(operation: str, request: Any) -> tuple[int, bytes]:
        if operation == "Publish" and 2 <= next(met) < 2 + 3 * 4:
            return 503, AWAY
        return answer(operation, request)

    monkeypatch.setattr(sandbox.aws.wire, "_answer", meet)
    for _ in range(4):
        with pytest.raises(DependencyError, match="did not take the alert"):
            sandbox.deliver(BATCH, FIRST)
        sandbox.restart()
    assert sandbox.finish(len(BATCH)) == expected
    assert sandbox.failures == []
    assert sandbox.aws.wire.mails == mails


CONFLICT = (
    b'{"__type":"x#TransactionCanceledException","message":"m","CancellationReasons":[{"Code":"TransactionConflict"}]}'
)


@of_all([anomaly_detector])
def test_a_large_batch_gets_through_where_every_other_transaction_meets_another(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK does not repeat such an error; a batch that began at its first write each time would never end."""
    sandbox.begin()
    jumps = [encode_event(price_event(int(120 * 1.2**place), seconds=1800 + place)) for place in range(80)]
    answer, met = sandbox.aws.wire._answer, iter(range(1000))

    def meet(operation: str, request: Any) -> tuple[int, bytes]:
        if operation == "TransactWriteItems" and next(met) % 2 == 0:
            return 400, CONFLICT
        return answer(operation, request)

    monkeypatch.setattr(sandbox.aws.wire, "_answer", meet)
    sandbox.deliver(jumps, FIRST)
    stored = [item for item in sandbox.aws.items("anomalies-table") if item["feed"] == "test.1"]
    assert len(stored) == len(jumps)
    assert next(met) == 4, "two pages of anomalies, each sent again"
