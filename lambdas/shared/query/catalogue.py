"""Ready-made queries over the raw events: Trino SQL, each for a stretch of days of arrival.

An event may lie in the lake more than once (it was put twice, or Firehose delivered it twice). So queries about the
market begin with `EVENTS`, which has each event once, as it came first, and knows the feed and the session of events of
the first schema. A query shows every feed, each for itself; `SHARES` counts a running total within its session as
`lambdas.shared.domain.day_total` does, holidays aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

TABLE = "raw_events"

FEED = """coalesce(feed, CASE WHEN source LIKE 'replay:%' THEN substr(source, 8) || '.v1' ELSE 'live' END)"""

EVENTS = """WITH copies AS (
  SELECT
    event_id, symbol, price, volume, volume_kind, "timestamp",
    {feed} AS feed,
    coalesce(
      session, date_format(from_iso8601_timestamp("timestamp") AT TIME ZONE 'America/New_York', '%Y-%m-%d')
    ) AS session,
    coalesce(open, price) AS open,
    coalesce(high, price) AS high,
    coalesce(low, price) AS low,
    coalesce(recorded_at, "timestamp") AS quoted_at,
    row_number() OVER (PARTITION BY {feed}, symbol, event_id ORDER BY ingested_at) AS copy
  FROM raw_events
  WHERE event_id IS NOT NULL AND symbol IS NOT NULL AND price IS NOT NULL AND "timestamp" IS NOT NULL AND {days}
),
events AS (SELECT * FROM copies WHERE copy = 1)"""

SHARES = """{events},
totals AS (
  SELECT
    feed, symbol, event_id, volume AS total,
    max(volume) OVER (
      PARTITION BY feed, symbol, session ORDER BY "timestamp", event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before,
    date_format(from_iso8601_timestamp(quoted_at) AT TIME ZONE 'America/New_York', '%Y-%m-%d %H:%i:%s.%f')
      <= session || ' 09:45:00.000000' AND day_of_week(CAST(session AS date)) < 6 AS opens
  FROM events
  WHERE volume_kind = 'day_total'
),
growth AS (
  SELECT
    feed, symbol, event_id,
    CASE WHEN before IS NOT NULL THEN greatest(total - before, 0) WHEN opens THEN total ELSE 0 END AS shares
  FROM totals
),
quotes AS (
  SELECT
    e.feed, e.symbol, e.session, e."timestamp", e.open, e.high, e.low, e.price,
    e."timestamp" || e.event_id AS place,
    CASE WHEN e.volume_kind = 'interval' THEN e.volume ELSE g.shares END AS shares
  FROM events e
  LEFT JOIN growth g ON g.feed = e.feed AND g.symbol = e.symbol AND g.event_id = e.event_id
)"""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A query with a name, one line about it, and its SQL.

    `{shares}`, `{events}` and `{feed}` stand for the texts of these names, `{days}` for the days.
    """

    name: str
    about: str
    template: str

    def sql(self, first: date, last: date) -> str:
        """The query over the events that arrived from `first` to `last`, both included, UTC."""
        whole = self.template.replace("{shares}", SHARES).replace("{events}", EVENTS).replace("{feed}", FEED)
        return whole.replace("{days}", days_between(first, last))


def days_between(first: date, last: date) -> str:
    """A condition on the partitions of the table, by month, so that Athena opens the folders of these days only."""
    months: dict[tuple[int, int], list[int]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        months.setdefault((day.year, day.month), []).append(day.day)
    stretches = [
        f"year = {year} AND month = {month} AND day BETWEEN {days[0]} AND {days[-1]}"
        for (year, month), days in months.items()
    ]
    return "(" + " OR ".join(stretches) + ")"


MINUTE_CANDLES = ReadyMade(
    "minute-candles",
    "Candles of a minute of each feed and symbol, computed from the raw events; they equal the table price_candles.",
    """{shares}
SELECT
  feed,
  symbol,
  substr("timestamp", 1, 16) AS minute,
  min_by(open, place) AS open,
  max(high) AS high,
  min(low) AS low,
  max_by(price, place) AS close,
  sum(shares) AS volume,
  count(*) AS trades
FROM quotes
GROUP BY feed, symbol, substr("timestamp", 1, 16)
ORDER BY minute, feed, symbol""",
)

ANOMALIES = ReadyMade(
    "anomalies",
    "Prices beyond 2.5 standard deviations of the 30 before, computed again, with the price 5 quotes later.",
    """{events},
scored AS (
  SELECT
    symbol, feed, "timestamp", event_id,
    CAST(price AS double) AS price,
    count(*) OVER before AS seen,
    avg(CAST(price AS double)) OVER before AS mean,
    stddev_samp(CAST(price AS double)) OVER before AS deviation,
    lead(CAST(price AS double), 5) OVER (PARTITION BY feed, symbol ORDER BY "timestamp", event_id) AS later
  FROM events
  WINDOW before AS (
    PARTITION BY feed, symbol ORDER BY "timestamp", event_id ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING
  )
),
judged AS (
  SELECT
    symbol, feed, "timestamp", event_id, price, mean, later,
    (price - mean) / greatest(deviation, 0.0001 * abs(mean)) AS z
  FROM scored
  WHERE seen = 30
)
SELECT
  symbol,
  "timestamp" AS detected_at,
  CASE WHEN z > 0 THEN 'SPIKE' ELSE 'DROP' END AS direction,
  CASE WHEN abs(z) > 3.5 THEN 'HIGH' ELSE 'MEDIUM' END AS severity,
  price,
  round(z, 2) AS z_score,
  round(100 * (price - mean) / mean, 2) AS deviation_percent,
  round(100 * (later - price) / price, 2) AS percent_5_quotes_later,
  feed,
  event_id
FROM judged
WHERE abs(z) > 2.5
ORDER BY detected_at DESC, feed, symbol""",
)

READY_MADE = (
    ReadyMade(
        "daily-ohlcv",
        "Open, high, low, close and volume of each feed, symbol and trading day.",
        """{shares}
SELECT
  feed,
  symbol,
  session,
  min_by(open, place) AS open,
  max(high) AS high,
  min(low) AS low,
  max_by(price, place) AS close,
  sum(shares) AS volume,
  count(*) AS quotes
FROM quotes
GROUP BY feed, symbol, session
ORDER BY session DESC, feed, symbol""",
    ),
    MINUTE_CANDLES,
    ReadyMade(
        "volatile-hours",
        "The twenty hours in which a symbol's price moved furthest, in percent of its low.",
        """{events}
SELECT
  feed,
  symbol,
  substr("timestamp", 1, 13) AS hour,
  min(low) AS low,
  max(high) AS high,
  round(100 * CAST(max(high) - min(low) AS double) / CAST(min(low) AS double), 3) AS range_percent,
  count(*) AS quotes
FROM events
GROUP BY feed, symbol, substr("timestamp", 1, 13)
ORDER BY range_percent DESC, hour DESC, feed, symbol
LIMIT 20""",
    ),
    ANOMALIES,
    ReadyMade(
        "events-per-source",
        "How many events each feed has from each source, how many of them are distinct, and from when to when.",
        """SELECT
  {feed} AS feed,
  source,
  count(*) AS events,
  count(DISTINCT event_id) AS distinct_events,
  count(DISTINCT symbol) AS symbols,
  min("timestamp") AS first_quote,
  max("timestamp") AS last_quote
FROM raw_events
WHERE event_id IS NOT NULL AND {days}
GROUP BY {feed}, source
ORDER BY events DESC, feed, source""",
    ),
    ReadyMade(
        "duplicates",
        "Events that lie in the lake more than once: put again by a replay of the same run, or delivered again.",
        """SELECT
  {feed} AS feed,
  event_id,
  min(symbol) AS symbol,
  min("timestamp") AS quoted,
  count(*) AS copies,
  count(DISTINCT ingested_at) AS times_put
FROM raw_events
WHERE event_id IS NOT NULL AND {days}
GROUP BY {feed}, event_id
HAVING count(*) > 1
ORDER BY copies DESC, quoted DESC, feed, event_id
LIMIT 100""",
    ),
    ReadyMade(
        "delay",
        "Seconds between a live quote and its arrival on the stream, by symbol.",
        """SELECT
  symbol,
  count(*) AS quotes,
  min(date_diff('second', from_iso8601_timestamp("timestamp"), from_iso8601_timestamp(ingested_at))) AS least,
  round(avg(date_diff('second', from_iso8601_timestamp("timestamp"), from_iso8601_timestamp(ingested_at))), 1) AS mean,
  max(date_diff('second', from_iso8601_timestamp("timestamp"), from_iso8601_timestamp(ingested_at))) AS most
FROM raw_events
WHERE {feed} = 'live' AND event_id IS NOT NULL AND {days}
GROUP BY symbol
ORDER BY symbol""",
    ),
    ReadyMade(
        "damaged-lines",
        "Lines of the lake that hold no event, by day of arrival.",
        """SELECT year, month, day, count(*) AS lines
FROM raw_events
WHERE event_id IS NULL AND {days}
GROUP BY year, month, day
ORDER BY year, month, day""",
    ),
)


def ready_made(name: str) -> ReadyMade | None:
    """The query of a name; None when there is none."""
    return next((query for query in READY_MADE if query.name == name), None)
