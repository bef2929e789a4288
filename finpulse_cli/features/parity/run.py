"""One replay on two targets, one after the other, and the comparison of what it left on either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.parity.archive import await_lakes
from finpulse_cli.features.parity.compare import Part, compare_part
from finpulse_cli.features.parity.lake import LakeWatch
from finpulse_cli.features.parity.sent_alerts import alert_items, received
from finpulse_cli.features.parity.sides import named
from finpulse_cli.features.parity.tables import KEYS, comparable, expected_keys, read_tables
from finpulse_cli.features.replay.on_target import replay_on
from finpulse_cli.features.replay.summary import Summary, summarize
from finpulse_cli.features.tail.alerts import alerts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from finpulse_cli.features.parity.compare import Item, Items
    from finpulse_cli.features.parity.sides import Side
    from finpulse_cli.features.parity.tables import Tables
    from finpulse_cli.features.parity.wait import Timer
    from finpulse_cli.features.replay.drain import SentRecord
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.features.tail.alerts import Alerts
    from lambdas.shared.domain.event import PriceEvent


@dataclass(frozen=True, slots=True)
class Traces:
    """What a replay left on one target: its summary, the tables' items, the alerts' messages, the quarantine.

    `messages` is None where they are not compared: alerts of one of the two targets go to people.
    """

    summary: Summary
    tables: Tables
    messages: list[Item] | None
    quarantined: Items


@dataclass(frozen=True, slots=True)
class Parity:
    """A parity run. `plan` is a run that neither has seen; with `with_lake` the archive is waited for and compared."""

    a: Side
    b: Side
    plan: Plan
    screen: Console
    timer: Timer
    with_lake: bool

    def run(self) -> tuple[tuple[Summary, Summary], list[Part]]:
        """Replay on both and compare. Raises what a replay raises, with the target's name in it."""
        lakes = self._lake(self.a), self._lake(self.b)
        a, b = self._replay(self.a), self._replay(self.b)
        if self.with_lake:
            await_lakes([self.a.name, self.b.name], lakes, len(self._ids), self.screen, self.timer)
        lake = lake_part(*lakes, self._ids) if self.with_lake else Part("lake", 0, 0, (), "left out, as asked")
        quarantine = compare_part("quarantine", a.quarantined, b.quarantined)
        return (a.summary, b.summary), [
            *table_parts(a.tables, b.tables, self.plan.events),
            alert_part(a, b),
            quarantine,
            lake,
        ]

    @property
    def _ids(self) -> frozenset[str]:
        return frozenset(event.event_id for event in self.plan.events)

    def _lake(self, side: Side) -> LakeWatch:
        return LakeWatch(side.target.clients.s3, side.stack.lake_bucket, self._ids, self.timer.clock())

    def _replay(self, side: Side) -> Traces:
        self.screen.print(f"replaying {self.plan.name} on {side.name}", markup=False)
        with named(side.name):
            finished = replay_on(side.target, side.stack, self.plan, self.screen)
            tables = read_tables(side.target.clients.dynamodb, side.stack.tables, self.plan.events)
            return Traces(
                summary=summarize(self.plan, finished),
                tables=tables,
                messages=self._messages(side, tables["anomalies"]),
                quarantined=quarantine_items(finished.quarantined),
            )

    def _messages(self, side: Side, anomalies: Sequence[Item]) -> list[Item] | None:
        a, b = _alerts(self.a), _alerts(self.b)
        if a is None or b is None:
            return None
        return received(a if side is self.a else b, anomalies, self._ids, self.timer)


def _alerts(side: Side) -> Alerts | None:
    return alerts_of(side.target.clients, side.stack, side.target.home)


def table_parts(a: Tables, b: Tables, events: Sequence[PriceEvent]) -> list[Part]:
    """Compare every table."""
    expected = expected_keys(events)
    return [
        compare_part(table, comparable(table, a[table]), comparable(table, b[table]), expected=expected.get(table, ()))
        for table in KEYS
    ]


def alert_part(a: Traces, b: Traces) -> Part:
    """Compare the alerts of both, with their messages where those of both can be read."""
    note = "" if a.messages is not None else "marks only: one of the targets mails its alerts to people"
    of_a, of_b = (alert_items(side.tables["anomalies"], side.messages) for side in (a, b))
    return compare_part("alerts", of_a, of_b, note=note)


def quarantine_items(records: Sequence[SentRecord]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Count the records of each event id that were put into quarantine."""
    counts: dict[tuple[str, ...], dict[str, Any]] = {}
    for record in records:
        counts.setdefault((record.event_id,), {"records": 0})["records"] += 1
    return counts


def lake_part(a: LakeWatch, b: LakeWatch, ids: frozenset[str]) -> Part:
    """Compare the events of both lakes as sets of lines; further ones of a line are told, and no difference."""
    note = f"{a.duplicates} and {b.duplicates} lines more than once" if a.duplicates or b.duplicates else ""
    return compare_part("lake", a.items(), b.items(), expected={(event_id,) for event_id in ids}, note=note)
