from __future__ import annotations

from datetime import timedelta

import pytest

from finpulse_cli.features.replay.drain import Drain, SentRecord, percentile
from finpulse_cli.stack.progress import CONSUMERS, Progress
from tests.unit.features.replay.builders import OPENING


def sent(number: int, shard: str = "shard-0") -> SentRecord:
    return SentRecord(f"{number:032x}", shard, number, OPENING)


def progress(**positions: int) -> dict[tuple[str, str], Progress]:
    """How far each consumer has come in shard-0, 40 ms after the opening."""
    at = OPENING + timedelta(milliseconds=40)
    return {
        (consumer, "shard-0"): Progress(sequence_number=number, arrived_at=OPENING, updated_at=at, records=number)
        for consumer, number in positions.items()
    }


def test_drained_only_when_every_consumer_has_passed_the_last_record() -> None:
    drain = Drain()
    drain.add([sent(1), sent(2)])
    drain.observe(progress(price_processor=2, aggregator=2, anomaly_detector=1))
    assert (drain.drained, drain.slowest, drain.done) == (False, "anomaly_detector", 1)
    drain.observe(progress(price_processor=2, aggregator=2, anomaly_detector=2))
    assert (drain.drained, drain.done) == (True, 2)


def test_every_shard_counts() -> None:
    drain = Drain()
    drain.add([sent(1), sent(1, "shard-1")])
    drain.observe(progress(**dict.fromkeys(CONSUMERS, 9)))
    assert not drain.drained


def test_latency_runs_from_the_put_to_the_price_being_written() -> None:
    drain = Drain()
    drain.add([sent(1), sent(2)])
    drain.observe(progress(price_processor=1))
    assert drain.latencies_ms == [40.0]


def test_records_sent_out_of_sequence_are_still_all_seen() -> None:
    drain = Drain()
    drain.add([sent(2), sent(1)])
    drain.observe(progress(**dict.fromkeys(CONSUMERS, 1)))
    assert drain.done == 1


def test_requests_that_end_in_another_order_are_still_all_seen() -> None:
    drain = Drain()
    drain.add([sent(3)])
    drain.observe(progress(**dict.fromkeys(CONSUMERS, 2)))
    drain.add([sent(1), sent(2)])
    assert drain.done == 0
    drain.observe(progress(**dict.fromkeys(CONSUMERS, 2)))
    assert drain.done == 2


def test_what_the_detector_has_judged_is_told_once() -> None:
    drain = Drain()
    drain.add([sent(1), sent(2), sent(3)])
    drain.observe(progress(price_processor=3, aggregator=3, anomaly_detector=2))
    assert drain.take_judged() == [sent(1), sent(2)]
    drain.observe(progress(price_processor=3, aggregator=3, anomaly_detector=3))
    assert drain.take_judged() == [sent(3)]
    assert drain.take_judged() == []


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)])
def test_nearest_rank_percentile(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == value


def test_no_percentile_of_nothing() -> None:
    assert percentile([], 0.5) is None
