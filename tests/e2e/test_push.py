"""The push API as a client meets it: a WebSocket through the gateway, held against the HTTP API and the document."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import requests
from jsonschema import Draft202012Validator

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.push import PushConnection
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import LIVE, is_replay
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.domain.timestamps import floor_millisecond, format_timestamp
from lambdas.shared.wire.event_json import encode_event
from tests.e2e.sandbox import PROJECT, Sandbox
from tests.e2e.tables import items
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT: dict[str, Any] = json.loads((PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8"))
TIMEOUT_SECONDS = 60.0
MESSAGES = {"update": "PushUpdate", "subscribed": "PushSubscribed", "pong": "PushPong", "error": "PushProblem"}
BAD = {
    "no JSON": ("no json", "invalid_json"),
    "no object": ("[]", "invalid_json"),
    "a route of API Gateway's": ('{"action":"$connect"}', "unknown_action"),
    "a strange member": ('{"action":"subscribe","symbol":["AAPL"]}', "unknown_member"),
    "no symbol": ('{"action":"subscribe","symbols":["aapl"]}', "invalid_symbols"),
    "no channel": ('{"action":"subscribe","channels":["trades"]}', "invalid_channels"),
    "too long": ('{"action":"ping","x":"' + "x" * 9000 + '"}', "message_too_long"),
}
CRASH = 40  # events of which the last is an anomaly


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> str:
    """Where the push API listens."""
    return f"ws://127.0.0.1:{sandbox.port}/_aws/execute-api/{sandbox.stack.websocket_api_id}/live"


@pytest.fixture
def connection(url: str) -> Iterator[PushConnection]:
    """A new connection."""
    with PushConnection(url, TIMEOUT_SECONDS) as opened:
        yield opened


def event(symbol: str, price: str, at: datetime, feed: str = LIVE) -> PriceEvent:
    """An event of a symbol that nothing else uses."""
    return make_event(
        feed=feed,
        symbol=symbol,
        price=Decimal(price),
        volume=Decimal(1),
        volume_kind=VolumeKind.INTERVAL,
        session=trading_day_of(at),
        change_percent=None,
        timestamp=floor_millisecond(at),
        ingested_at=floor_millisecond(at),
        source=Source.REPLAY if is_replay(feed) else Source.ALPHA_VANTAGE,
    )


def put(sandbox: Sandbox, *events: PriceEvent) -> None:
    """Puts events on the stream."""
    records: Any = [{"Data": encode_event(one), "PartitionKey": one.series} for one in events]
    answer = sandbox.clients.kinesis.put_records(StreamName=sandbox.stack.stream_name, Records=records)
    assert answer["FailedRecordCount"] == 0


def checked(message: dict[str, Any]) -> dict[str, Any]:
    """A message, which must be as the document says."""
    schema = {"$ref": f"#/components/schemas/{MESSAGES[message['type']]}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(message)
    return message


class Listener:
    """What a client knows that keeps the newest state of everything it is sent."""

    def __init__(self, connection: PushConnection) -> None:
        self._connection = connection
        self.prices: dict[str, Any] = {}
        self.candles: dict[tuple[str, str], Any] = {}
        self.anomalies: dict[str, Any] = {}
        self.feeds: dict[str, Any] = {}

    def listen(self) -> None:
        """Takes one message in, if one comes."""
        message = self._connection.receive(0.2)
        if message is None:
            return
        assert checked(message)["type"] == "update"
        assert any(message[channel] for channel in ("feeds", "prices", "candles", "anomalies"))
        self.feeds |= {feed["feed"]: feed for feed in message["feeds"]}
        self.prices |= {price["symbol"]: price for price in message["prices"]}
        self.candles |= {(candle["symbol"], candle["candle_timestamp"]): candle for candle in message["candles"]}
        self.anomalies |= {anomaly["event_id"]: anomaly for anomaly in message["anomalies"]}


def connected(sandbox: Sandbox) -> set[str]:
    """The connections that are noted."""
    return {item["connection_id"] for item in items(sandbox, "connections")}


def test_what_is_pushed_is_what_the_http_api_says(sandbox: Sandbox, url: str, connection: PushConnection) -> None:
    now = datetime.now(UTC)
    moments = [now - timedelta(seconds=CRASH - number) for number in range(CRASH)]
    prices = [f"{100 + number % 3}" for number in range(CRASH - 1)] + ["50"]
    crash = [event("PUSHED", price, at) for price, at in zip(prices, moments, strict=True)]
    connection.subscribe(["PUSHED"])
    api = f"http://127.0.0.1:{sandbox.port}/_aws/execute-api/{sandbox.stack.api_id}"
    with PushConnection(url, TIMEOUT_SECONDS) as elsewhere:
        elsewhere.subscribe(["OTHER"], ["prices"])
        put(sandbox, *crash)
        put(sandbox, event("OTHER", "7", now))
        all_of_it, other = Listener(connection), Listener(elsewhere)

        def agree() -> bool:
            all_of_it.listen()
            other.listen()
            if len(all_of_it.anomalies) < 1 or not all_of_it.prices or not other.prices:
                return False
            told = _told(api)
            return (
                [all_of_it.candles[key] for key in sorted(all_of_it.candles)] == told["candles"]
                and all_of_it.anomalies == {anomaly["event_id"]: anomaly for anomaly in told["anomalies"]}
                and all(anomaly["alerted"] for anomaly in told["anomalies"])
                and all_of_it.prices["PUSHED"].items() <= told["prices"][0].items()
            )

        assert eventually(agree, "pushes that equal the answers of the HTTP API")
    (anomaly,) = all_of_it.anomalies.values()
    assert (anomaly["event_id"], anomaly["direction"]) == (crash[-1].event_id, "DROP")
    assert sum(candle["trades"] for candle in all_of_it.candles.values()) == CRASH
    assert all_of_it.prices.keys() == {"PUSHED"}
    assert other.prices["OTHER"]["timestamp"] == format_timestamp(floor_millisecond(now))
    assert other.prices.keys() == {"OTHER"}
    assert not other.candles
    assert not other.anomalies


def test_who_follows_the_market_learns_that_a_replay_has_begun(sandbox: Sandbox, connection: PushConnection) -> None:
    feed = f"push.{datetime.now(UTC):%H%M%S%f}"
    connection.subscribe()
    put(sandbox, event("BEGUN", "7", datetime.now(UTC), feed))
    market = Listener(connection)

    def told() -> bool:
        market.listen()
        return feed in market.feeds

    assert eventually(told, "the feed being told")
    assert (market.feeds[feed]["kind"], market.feeds[feed]["fixture"]) == ("replay", "push")
    assert "BEGUN" not in market.prices


def _told(api: str) -> dict[str, list[dict[str, Any]]]:
    """What the HTTP API says about PUSHED, candles oldest first."""
    candles = requests.get(f"{api}/candles/PUSHED", timeout=30).json()["candles"]
    anomalies = requests.get(f"{api}/anomalies?limit=500", timeout=30).json()["anomalies"]
    return {
        "prices": requests.get(f"{api}/prices/PUSHED?limit=1", timeout=30).json()["prices"],
        "candles": candles[::-1],
        "anomalies": [anomaly for anomaly in anomalies if anomaly["symbol"] == "PUSHED"],
    }


def test_pages_of_configured_origins_connect_and_others_do_not(sandbox: Sandbox, url: str) -> None:
    with PushConnection(url, TIMEOUT_SECONDS, f"http://127.0.0.1:{sandbox.port + 2}") as own:
        own.ping()
    for origin in ("http://elsewhere.example", f"http://127.0.0.1:{sandbox.port + 2}.elsewhere.example", "null"):
        with pytest.raises(FailedError, match="403"):
            PushConnection(url, TIMEOUT_SECONDS, origin)


@pytest.mark.parametrize(("text", "code"), BAD.values(), ids=BAD.keys())
def test_a_bad_message_is_answered_and_the_connection_lives_on(
    connection: PushConnection, text: str, code: str
) -> None:
    connection.send(text)
    problem = connection.receive()
    assert problem
    assert checked(problem)["code"] == code
    connection.ping()


def test_who_hangs_up_is_forgotten(sandbox: Sandbox, url: str) -> None:
    before = connected(sandbox)
    with PushConnection(url, TIMEOUT_SECONDS) as connection:
        assert connected(sandbox) <= before  # nothing is noted of a connection that has not subscribed
        connection.subscribe()
        (ours,) = connected(sandbox) - before
    eventually(lambda: ours not in connected(sandbox), "the item of a closed connection being removed")


def test_who_left_without_a_word_is_forgotten_at_the_next_push(sandbox: Sandbox) -> None:
    ends = int((datetime.now(UTC) + timedelta(hours=1)).timestamp())
    wanted = {"feed": "live", "channels": ["prices"], "symbols": ["GHOST"]}
    ghost = {"listing": "all", "connection_id": "ghost=", **wanted, "expires_at": ends}
    sandbox.clients.dynamodb.put_item(TableName=sandbox.stack.tables["connections"], Item=to_item(ghost))
    put(sandbox, event("GHOST", "1", datetime.now(UTC)))
    eventually(lambda: "ghost=" not in connected(sandbox), "the item of a gone connection being removed")


def test_the_benchmark_sees_every_event_and_leaves_no_trace(sandbox: Sandbox) -> None:
    (result,) = sandbox.json("bench", "push", "--events", "3", "--rate", "20")
    assert [(measure["what"], measure["missing"]) for measure in result["measures"]] == [
        ("put to item in live_prices", 0),
        ("put to message on the socket", 0),
    ]
    for table in ("live_prices", "latest_prices", "price_candles", "anomalies"):
        assert not [item for item in items(sandbox, table) if item["symbol"] == "BENCH"]
