"""Replays under seeded combinations of faults, each with its verdict: `python -m tests.soak.chaos --help`.

It takes the sandbox that `finpulse up` left, one replay after another, and ends with 1 if any guarantee broke.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from random import Random

FAULTS = {
    "duplicate": ("duplicate=2%", "duplicate=5%", "duplicate=20%"),
    "reorder": ("reorder=5", "reorder=20", "reorder=200"),
    "late": ("late=1%", "late=5%"),
    "poison": ("poison=1%", "poison=3%"),
    "burst": ("burst",),
    "throttle": ("throttle=dynamodb:5%", "throttle=dynamodb:10%", "throttle=s3:20%", "throttle=sns:20%"),
    "lost-answer": ("lost-answer=dynamodb:2%", "lost-answer=dynamodb:5%", "lost-answer=sns:10%", "lost-answer=s3:10%"),
    "outage": ("outage=sns:10s", "outage=sns:20", "outage=dynamodb:5s", "outage=s3:10"),
    "redeliver": ("redeliver=10%", "redeliver=30%"),
    "kill": ("kill=emulator:after=500", "kill=emulator:after=3000", "kill=emulator:after=7000"),
    "crash": (
        "crash=anomaly_detector:after=100",
        "crash=aggregator:after=700",
        "crash=price_processor:after=400",
        "crash=anomaly_detector:after=900,crash=aggregator:after=50",
    ),
}
ACCEPTANCE = "duplicate=5%,redeliver=10%,poison=1%"


def combination(seed: int) -> str:
    """Return from two to five faults; the first of all is the one that the acceptance names."""
    if seed == 1:
        return ACCEPTANCE
    random = Random(seed)  # noqa: S311 - a choice, no secret
    kinds = random.sample(list(FAULTS), random.randint(2, 5))
    return ",".join(random.choice(FAULTS[kind]) for kind in kinds)


def replayed(fixture: str, ticks: str, seed: int) -> dict[str, object]:
    """Return what one replay printed; its error where it printed nothing."""
    command = [sys.executable, "-m", "finpulse_cli", "replay", fixture, "--ticks", ticks, "--json"]
    asked = [*command, "--chaos", combination(seed), "--seed", str(seed)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if not done.stdout:
        return {"events_sent": 0, "error": done.stderr[-500:]}
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the combinations from one seed on, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="how many combinations")
    parser.add_argument("--first", type=int, default=1, help="the first one's seed")
    parser.add_argument("--fixture", default="market-day")
    parser.add_argument("--ticks", default="ohlc", choices=("close", "ohlc"))
    asked = parser.parse_args()
    events = broken = 0
    for seed in range(asked.first, asked.first + asked.count):
        began = time.monotonic()
        result = replayed(asked.fixture, asked.ticks, seed)
        verdict = result.get("verdict")
        overall = verdict["overall"] if isinstance(verdict, dict) else "failed"
        sent = result["events_sent"]
        events += sent if isinstance(sent, int) else 0
        broken += overall != "held"
        told = "" if overall == "held" else f"  {json.dumps(verdict or result)}"
        seconds = time.monotonic() - began
        _tell(f"{seed:>4}  {sent:>6} events  {seconds:>4.0f} s  {overall:<6}  {combination(seed)}{told}")
        _tell(f"      injected {json.dumps(result.get('injected'))}")
    _tell(f"{asked.count} combinations, {events} events, {broken} not held")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
