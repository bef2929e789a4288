from __future__ import annotations

from lambdas.shared.domain.stored import StoredFeed
from tests.doubles.api_services import REPLAY, ApiServices, ago

LIVE_FEED = StoredFeed("live", ("AAPL", "MSFT"), ago(hours=700), ago(minutes=1), 12_345)
REPLAYED = StoredFeed(REPLAY, ("^GSPC",), ago(minutes=5), ago(minutes=2), 240)


def test_feeds_are_told_the_last_to_begin_first() -> None:
    assert ApiServices(feeds=[LIVE_FEED, REPLAYED]).get("/feeds").body == {
        "feeds": [
            {
                "feed": REPLAY,
                "kind": "replay",
                "fixture": "flash-crash",
                "run": "k3f9q2",
                "symbols": ["^GSPC"],
                "started_at": ago(minutes=5),
                "newest_at": ago(minutes=2),
                "events": 240,
            },
            {
                "feed": "live",
                "kind": "live",
                "fixture": None,
                "run": None,
                "symbols": ["AAPL", "MSFT"],
                "started_at": ago(hours=700),
                "newest_at": ago(minutes=1),
                "events": 12_345,
            },
        ],
        "count": 2,
    }


def test_none_is_an_empty_list() -> None:
    assert ApiServices().get("/feeds").body == {"feeds": [], "count": 0}
