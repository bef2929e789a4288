"""Ready-made queries over the raw events: Trino SQL, each for a stretch of days of arrival.

An event may lie in the lake more than once (it was put twice, or Firehose delivered it twice), and then differs only
in when it was ingested. So queries about the market begin with `EVENTS`, which has each event once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

TABLE = "raw_events"

EVENTS = """WITH events AS (
  SELECT DISTINCT event_id, symbol, price, volume, volume_kind, "timestamp", source
  FROM raw_events
  WHERE event_id IS NOT NULL AND {days}
)"""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A query with a name, one line about it, and its SQL; `{events}` stands for `EVENTS`, `{days}` for the days."""

    name: str
    about: str
    template: str

    def sql(self, first: date, last: date) -> str:
        """Return the query over the events that arrived from `first` to `last`, both included, UTC."""
        return self.template.replace("{events}", EVENTS).replace("{days}", days_between(first, last))


def days_between(first: date, last: date) -> str:
    """Return a condition on the table's partitions, by month, so that Athena opens the folders of these days only."""
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
    "Candles of a minute, computed from the raw events; they equal the table price_candles.",
    """{events},
totals AS (
  SELECT event_id, volume AS total, lag(volume) OVER (PARTITION BY symbol ORDER BY "timestamp", event_id) AS before
  FROM events
  WHERE volume_kind = 'day_total'
),
growth AS (
  SELECT event_id, CASE WHEN before IS NULL THEN 0 WHEN total >= before THEN total - before ELSE total END AS shares
  FROM totals
)
SELECT
  e.symbol,
  substr(e."timestamp", 1, 16) AS minute,
  min_by(e.price, e."timestamp" || e.event_id) AS open,
  max(e.price) AS high,
  min(e.price) AS low,
  max_by(e.price, e."timestamp" || e.event_id) AS close,
  sum(CASE WHEN e.volume_kind = 'interval' THEN e.volume ELSE g.shares END) AS volume,
  count(*) AS trades
FROM events e
LEFT JOIN growth g ON g.event_id = e.event_id
GROUP BY e.symbol, substr(e."timestamp", 1, 16)
ORDER BY minute, e.symbol""",
)

ANOMALIES = ReadyMade(
    "anomalies",
    "Prices beyond 2.5 standard deviations of the 30 before, computed again, with the price 5 quotes later.",
    """{events},
scored AS (
  SELECT
    symbol, source, "timestamp", event_id,
    CAST(price AS double) AS price,
    count(*) OVER before AS seen,
    avg(CAST(price AS double)) OVER before AS mean,
    stddev_samp(CAST(price AS double)) OVER before AS deviation,
    lead(CAST(price AS double), 5) OVER (PARTITION BY source, symbol ORDER BY "timestamp", event_id) AS later
  FROM events
  WINDOW before AS (
    PARTITION BY source, symbol ORDER BY "timestamp", event_id ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING
  )
),
judged AS (
  SELECT
    symbol, source, "timestamp", event_id, price, mean, later,
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
  source,
  event_id
FROM judged
WHERE abs(z) > 2.5
ORDER BY detected_at DESC, symbol""",
)

READY_MADE = (
    ReadyMade(
        "daily-ohlcv",
        "Open, high, low, close and volume of each symbol and UTC day.",
        """{events}
SELECT
  symbol,
  substr("timestamp", 1, 10) AS day,
  min_by(price, "timestamp" || event_id) AS open,
  max(price) AS high,
  min(price) AS low,
  max_by(price, "timestamp" || event_id) AS close,
  coalesce(sum(CASE WHEN volume_kind = 'interval' THEN volume END),
           max(CASE WHEN volume_kind = 'day_total' THEN volume END)) AS volume,
  count(*) AS quotes
FROM events
GROUP BY symbol, substr("timestamp", 1, 10)
ORDER BY day DESC, symbol""",
    ),
    MINUTE_CANDLES,
    ReadyMade(
        "volatile-hours",
        "The twenty hours in which a symbol's price moved furthest, in percent of its low.",
        """{events}
SELECT
  symbol,
  substr("timestamp", 1, 13) AS hour,
  min(price) AS low,
  max(price) AS high,
  round(100 * CAST(max(price) - min(price) AS double) / CAST(min(price) AS double), 3) AS range_percent,
  count(*) AS quotes
FROM events
GROUP BY symbol, substr("timestamp", 1, 13)
ORDER BY range_percent DESC, hour DESC, symbol
LIMIT 20""",
    ),
    ANOMALIES,
    ReadyMade(
        "events-per-source",
        "How many events each source sent, how many of them are distinct, and from when to when.",
        """SELECT
  source,
  count(*) AS events,
  count(DISTINCT event_id) AS distinct_events,
  count(DISTINCT symbol) AS symbols,
  min("timestamp") AS first_quote,
  max("timestamp") AS last_quote
FROM raw_events
WHERE event_id IS NOT NULL AND {days}
GROUP BY source
ORDER BY events DESC, source""",
    ),
    ReadyMade(
        "duplicates",
        "Events that lie in the lake more than once: put again by a replay, or delivered again.",
        """SELECT
  event_id,
  min(symbol) AS symbol,
  min("timestamp") AS quoted,
  min(source) AS source,
  count(*) AS copies,
  count(DISTINCT ingested_at) AS times_put
FROM raw_events
WHERE event_id IS NOT NULL AND {days}
GROUP BY event_id
HAVING count(*) > 1
ORDER BY copies DESC, quoted DESC, event_id
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
WHERE source = 'alpha_vantage' AND {days}
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
    """Return the query of a name; None when there is none."""
    return next((query for query in READY_MADE if query.name == name), None)
