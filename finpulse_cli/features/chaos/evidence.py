"""What a replay left, read from the tables, the quarantine, the lake and the alerts' mailbox."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.features.chaos.poison import POISON
from finpulse_cli.features.parity.archive import await_lakes
from finpulse_cli.features.parity.lake import LakeWatch
from finpulse_cli.features.parity.sent_alerts import finding_of, received
from finpulse_cli.features.parity.tables import comparable, read_tables
from finpulse_cli.features.quarantine.kept_records import every_record, record_id
from finpulse_cli.stack.progress import CONSUMERS
from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.detector_settings import read_roster
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from rich.console import Console

    from finpulse_cli.features.parity.compare import Items
    from finpulse_cli.features.parity.wait import Timer
    from finpulse_cli.features.replay.drain import SentRecord
    from finpulse_cli.features.replay.run import Finished
    from finpulse_cli.features.tail.alerts import Alerts
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place
    from lambdas.shared.domain.detectors.roster import Roster
    from lambdas.shared.domain.event import PriceEvent

_YOUNG = timedelta(hours=23)  # feeds are kept for a day
_OF_AN_ALERT = ("claimed_by", "claimed_until")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is there: `mails` are findings, one an e-mail; places in the stream are `shard/number`."""

    events: int
    prices: Items
    latest: Items
    candles: Items
    anomalies: Items
    alerted: frozenset[str]
    mails: tuple[str, ...]
    poison: frozenset[str]
    quarantined: dict[tuple[str, str], str]
    lake: Items
    others_before: Items
    others_after: Items
    consumers: tuple[str, ...] = CONSUMERS


@dataclass(frozen=True, slots=True)
class Before:
    """What was known before a replay began, `at` that moment: `other_feeds`, and the `bad` records to put."""

    at: datetime
    others: Items
    bad: Collection[bytes]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a stack on a place. `timer` waits for e-mails at `inbox`, which take their time.

    Where the lake is not `is_flushed` by the replay, Firehose is waited for, on `screen`.
    """

    place: Place
    stack: StackOutputs
    inbox: Alerts
    timer: Timer
    screen: Console
    is_flushed: bool

    def other_feeds(self, ours: Collection[str], at: datetime) -> Items:
        """Return what is told of every replay's feed but `ours`, of those that are not about to expire at `at`.

        The live market is left out: it moves by itself.
        """
        counters = DynamoCounterReader(self.place.clients.dynamodb, self.stack.tables["counters"])
        oldest = format_timestamp(at - _YOUNG)
        feeds = [it for it in counters.feeds(at) if it.feed not in {LIVE, *ours} and it.started_at >= oldest]
        return {(it.feed,): asdict(it) for it in feeds}

    def roster(self) -> Roster:
        """Return who judges which symbol, as the function is set."""
        name = self.stack.functions["anomaly_detector"]
        configuration = self.place.clients.functions.get_function_configuration(FunctionName=name)
        return read_roster(configuration["Environment"]["Variables"])

    def evidence(self, finished: Finished, events: Sequence[PriceEvent], before: Before) -> Evidence:
        """Return what the events of a finished replay, each named once, left."""
        clients = self.place.clients
        tables = read_tables(clients.dynamodb, self.stack.tables, events)
        ids = frozenset(event.event_id for event in events)
        watch = LakeWatch(clients.s3, self.stack.lake_bucket, ids, before.at)
        watch.look()
        if not (watch.is_complete or self.is_flushed):
            await_lakes([self.place.name], [watch], len(ids), self.screen, self.timer)
        anomalies = tables["anomalies"]
        mails = received(self.inbox, anomalies, ids, self.timer)
        stored = {
            key: {name: value for name, value in item.items() if name not in _OF_AN_ALERT}
            for key, item in comparable("anomalies", anomalies).items()
        }
        return Evidence(
            events=sum(outcome.after.events for outcome in finished.outcomes),
            prices=comparable("live_prices", tables["live_prices"]),
            latest=comparable("latest_prices", tables["latest_prices"]),
            candles=comparable("price_candles", tables["price_candles"]),
            anomalies=stored,
            alerted=frozenset(finding_of(item) for item in anomalies if item["alerted"]),
            mails=tuple(map(finding_of, mails)),
            poison=frozenset(_place(it) for it in finished.drain.sent if it.event_id == POISON),
            quarantined=self._quarantined(finished),
            lake=_without(watch.items(), before.bad),
            others_before=before.others,
            others_after=self.other_feeds({event.feed for event in events}, before.at),
        )

    def _quarantined(self, finished: Finished) -> dict[tuple[str, str], str]:
        """Return why, by consumer and place, each record of this replay that is in quarantine is there."""
        places = {record_id(it.shard_id, str(it.sequence_number)): _place(it) for it in finished.drain.sent}
        kept = every_record(self.place.clients.s3, self.stack.lake_bucket, places)
        return {
            (consumer, places[record.id]): reason
            for record in kept.records
            for consumer, reason in record.reasons.items()
        }


def _without(lake: Items, bad: Collection[bytes]) -> Items:
    """Return the lake's lines of each event but for the bad records that name it: everything is archived."""
    texts = {data.decode(errors="replace") for data in bad}
    left = {key: {"lines": [line for line in item["lines"] if line not in texts]} for key, item in lake.items()}
    return {key: item for key, item in left.items() if item["lines"]}


def _place(record: SentRecord) -> str:
    return f"{record.shard_id}/{record.sequence_number}"
