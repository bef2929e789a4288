"""Acceptance of the lake: 100,000 events through the running sandbox, all in it once, few objects, quick answers.

    finpulse up && make acceptance-lake

Not part of `make test`: the replay alone takes minutes. Prints what it measured and exits 1 when a bound is missed.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from finpulse_cli.fixtures.model import Bar
from finpulse_cli.fixtures.wire import intraday_body, serialise

SYMBOLS = ("AAPL", "AMZN", "GOOGL", "MSFT", "TSLA")
MINUTES = 5_000  # four events a minute and symbol make 100,000
EVENTS = len(SYMBOLS) * MINUTES * 4
MOST_OBJECTS = 200
MOST_SECONDS = 5.0


def recording(symbol: str, randomness: random.Random) -> list[Bar]:
    """A calm walk of one-minute bars."""
    begin = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)
    cents, bars = randomness.randint(20_000, 40_000), []
    for minute in range(MINUTES):
        opens, cents = cents, cents + randomness.randint(-9, 9)
        low, high = min(opens, cents) - randomness.randint(0, 5), max(opens, cents) + randomness.randint(0, 5)
        first, top, bottom, last = (Decimal(value) / 100 for value in (opens, high, low, cents))
        volume = Decimal(randomness.randint(1_000, 90_000))
        bars.append(Bar(symbol, begin + timedelta(minutes=minute), first, top, bottom, last, volume, 1))
    return bars


def finpulse(*arguments: str) -> list[dict[str, object]]:
    """The JSON lines that a command prints."""
    command = [sys.executable, "-m", "finpulse_cli", *arguments, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - our own command
    if done.returncode:
        sys.exit(f"finpulse {arguments[0]} failed:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> int:
    """Replay, ask, compare."""
    name = f"acceptance-{uuid.uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        for number, symbol in enumerate(SYMBOLS):
            bars = recording(symbol, random.Random(f"{name}{number}"))  # noqa: S311 - made-up prices
            (folder / f"{symbol}.json").write_text(serialise(intraday_body(bars)))
        before = {row["key"] for row in finpulse("tail", "lake", "--limit", "10000")}
        [summary] = finpulse("replay", str(folder), "--ticks", "ohlc")
    objects = [row for row in finpulse("tail", "lake", "--limit", "10000") if row["key"] not in before]
    began = time.monotonic()
    sql = "SELECT count(*) AS events, count(DISTINCT event_id) AS ids FROM raw_events"
    [found] = finpulse("query", f"{sql} WHERE feed = '{summary['feed']}'")
    seconds = time.monotonic() - began
    holds = {
        f"{EVENTS:,} events in the lake": found["events"] == EVENTS,
        f"{EVENTS:,} different ones": found["ids"] == EVENTS,
        f"{MOST_OBJECTS} objects at most": len(objects) <= MOST_OBJECTS,
        f"an answer within {MOST_SECONDS} s": seconds < MOST_SECONDS,
    }
    size = sum(int(str(row["size"])) for row in objects)
    told = f"replayed in {summary['seconds']} s; {len(objects)} objects of {size:,} bytes; answered in {seconds:.2f} s"
    sys.stdout.write(f"{told}: {found}\n")
    sys.stdout.writelines(f"{'ok    ' if held else 'MISSED'} {bound}\n" for bound, held in holds.items())
    return 0 if all(holds.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
