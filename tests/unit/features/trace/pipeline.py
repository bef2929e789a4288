"""A stack in memory that one event has gone through, as far as a test lets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.overlay.mail_messages import Subscriber, notification
from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON
from tests.unit.features.quarantine.stores import Bucket
from tests.unit.features.tail.fakes import FakeDynamo, FakeKinesis, outputs, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Source
    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.event import PriceEvent

STACK = outputs(inbox=None)
CONSUMERS = ("price_processor", "aggregator", "anomaly_detector")


class Tables(FakeDynamo):
    """Items by key as well; none is ever scanned."""

    def get_item(self, **request: Any) -> dict[str, Any]:
        """Return the item whose attributes are those of the key."""
        key = from_item(request["Key"])
        items = self.tables.get(request["TableName"], [])
        found = [item for item in items if key.items() <= item.items()]
        return {"Item": to_item(found[0])} if found else {}


class Pipeline:
    """The stack. Each method is one step that took place."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.dynamo, self.kinesis, self.s3 = Tables(), FakeKinesis(), Bucket()
        self.box = Mailbox(TargetHome(home).mail_dir, lambda: NOON)

    def source(self) -> Source:
        """What readers take."""
        clients: dict[str, Any] = {"dynamodb": self.dynamo, "kinesis": self.kinesis, "s3": self.s3}
        return source(self.home, stack=STACK, **clients)

    def put(self, event: PriceEvent) -> None:
        """Put it on the stream."""
        self.kinesis.put(encode_event(event), key=event.series)

    def pass_by(self, *consumers: str, number: int = 1) -> None:
        """Let consumers come to a record."""
        for name in consumers:
            row = {"consumer": name, "shard_id": "shard-0", "sequence_number": f"{number:064d}"}
            self.dynamo.tables.setdefault("consumer_progress", []).append(row)

    def store_price(self, event: PriceEvent, event_id: str | None = None) -> None:
        """Write its price, or let another quote of the moment stand."""
        self.dynamo.tables.setdefault("live_prices", []).append(
            {
                "series": event.series,
                "timestamp": format_timestamp(event.timestamp),
                "feed": event.feed,
                "symbol": event.symbol,
                "price": event.price,
                "volume": event.volume,
                "volume_kind": str(event.volume_kind),
                "source": str(event.source),
                "event_id": event_id or event.event_id,
                "ingested_at": format_timestamp(event.ingested_at),
                "expires_at": 2_000_000_000,
            }
        )

    def store_candle(self, event: PriceEvent) -> None:
        """Write the candle that holds it alone."""
        candle = fold_candle(None, [event])
        assert candle is not None
        self.dynamo.tables.setdefault("price_candles", []).append(candle_item(candle, 2_000_000_000))

    def mail(self, found: Anomaly) -> None:
        """Deliver its alert."""
        to = Subscriber("a@b.org", STACK.alert_topic_arn, f"{STACK.alert_topic_arn}:1", "http://localhost")
        self.box.deliver(notification(to, alert_body(found), alert_subject(found), "mail-1", NOON))

    def archive(self, *events: PriceEvent, seconds: int = 60) -> str:
        """Write an object of the lake; return its key."""
        key = f"raw-data/year=2026/month=11/day=20/lake-{len(self.s3.objects)}.json"
        self.s3.add(key, b"\n".join(encode_event(event) for event in events), seconds=seconds)
        return key
