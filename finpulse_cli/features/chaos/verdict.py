"""Whether each guarantee held: what was expected, what was found, what is wrong. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.parity.compare import compare_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finpulse_cli.features.chaos.evidence import Evidence
    from finpulse_cli.features.chaos.expected import Expected
    from finpulse_cli.features.parity.compare import Difference, Items

HELD, BROKEN = "held", "broken"
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One guarantee: how many things were expected and found, what is wrong, and what `note` a reader should know."""

    name: str
    expected: int
    found: int
    wrong: tuple[str, ...] = ()
    note: str = ""

    @property
    def verdict(self) -> str:
        """`held` or `broken`."""
        return BROKEN if self.wrong else HELD

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values; of what is wrong the first few."""
        found = {"expected": self.expected, "found": self.found, "verdict": self.verdict}
        told = {"wrong": list(self.wrong[:MOST_TOLD])} if self.wrong else {}
        return found | told | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Verdict:
    """All guarantees of one replay."""

    guarantees: tuple[Guarantee, ...]

    @property
    def overall(self) -> str:
        """`held` if every one of them held."""
        return BROKEN if self.broken else HELD

    def extended(self, more: Iterable[Guarantee]) -> Verdict:
        """Return it with more guarantees behind."""
        return Verdict((*self.guarantees, *more))

    @property
    def broken(self) -> tuple[Guarantee, ...]:
        """Those that did not hold."""
        return tuple(it for it in self.guarantees if it.wrong)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        return {"overall": self.overall, "guarantees": {it.name: it.as_dict() for it in self.guarantees}}


def judge(expected: Expected, evidence: Evidence, may_double: int) -> Verdict:
    """Judge what is there after a replay; up to `may_double` e-mails may have gone out twice."""
    return Verdict(
        (
            counted(len(expected.lake), evidence.events),
            items("prices", expected.prices, evidence.prices),
            items("latest prices", expected.latest, evidence.latest),
            items("candles", _without_volume(expected.candles), _without_volume(evidence.candles)),
            items("volumes", _volume(expected.candles), _volume(evidence.candles)),
            items("anomalies", expected.anomalies, evidence.anomalies),
            alerts(expected.due, evidence.alerted, evidence.mails, may_double),
            quarantine(evidence.poison, evidence.quarantined, evidence.consumers),
            items("lake", expected.lake, evidence.lake),
            items("other feeds", evidence.others_before, evidence.others_after),
        )
    )


def counted(expected: int, found: int) -> Guarantee:
    """Judge the counts: each event counts once, however often it was put."""
    wrong = () if expected == found else (f"{found} events are counted instead of {expected}",)
    return Guarantee("events", expected, found, wrong)


def items(name: str, expected: Items, found: Items) -> Guarantee:
    """Judge a table that must have these items and no others."""
    part = compare_part(name, expected, found)
    return Guarantee(name, part.a, part.b, tuple(map(_told, part.differences)))


def alerts(due: frozenset[str], alerted: frozenset[str], mails: Sequence[str], may_double: int) -> Guarantee:
    """Judge the alerts: whose e-mail is due is noted as sent, and the e-mail came once.

    `mails` are event ids, one an e-mail.
    """
    counts = Counter(mails)
    doubled = sorted(name for name in due if counts[name] > 1)
    excess = sum(counts[name] - 1 for name in doubled)
    wrong = [f"no e-mail about {name}" for name in sorted(due - counts.keys())]
    wrong += [f"an e-mail about {name}, which was not due" for name in sorted(counts.keys() - due)]
    wrong += [f"{name} is not noted as sent" for name in sorted(due - alerted)]
    wrong += [f"{name} is noted as sent, which was not due" for name in sorted(alerted - due)]
    if excess > may_double:
        wrong += [f"{counts[name]} e-mails about {name}" for name in doubled]
    note = f"{excess} twice, which {may_double} faults at Publish allow" if excess and excess <= may_double else ""
    return Guarantee("alerts", len(due), len(mails), tuple(wrong), note)


def quarantine(poison: frozenset[str], kept: Mapping[tuple[str, str], str], consumers: Sequence[str]) -> Guarantee:
    """Judge the quarantine: every bad record, and no other, is kept by every consumer.

    `kept` are reasons by (consumer, place).
    """
    wanted = {(consumer, place) for consumer in consumers for place in poison}
    wrong = [f"{consumer} has not kept {place}" for consumer, place in sorted(wanted - kept.keys())]
    wrong += [f"{consumer} keeps {place}, a good record" for consumer, place in sorted(kept.keys() - wanted)]
    wrong += [f"{consumer} keeps {place} without a reason" for (consumer, place), it in sorted(kept.items()) if not it]
    return Guarantee("quarantine", len(wanted), len(kept), tuple(wrong))


def kept(acknowledged: int, missing: Sequence[str]) -> Guarantee:
    """Judge a kill of the emulator: what had been acknowledged early enough before it is there.

    `missing` are event ids of what is not.
    """
    wrong = tuple(f"{name} was acknowledged more than two seconds before the kill and lost" for name in missing)
    return Guarantee("kept through the kill", acknowledged, acknowledged - len(missing), wrong)


def _volume(candles: Items) -> Items:
    return {key: {"volume": candle["volume"]} for key, candle in candles.items()}


def _without_volume(candles: Items) -> Items:
    left_out = ("volume", "fold")
    return {
        key: {name: value for name, value in candle.items() if name not in left_out}
        | {"event_ids": candle["fold"]["event_ids"]}
        for key, candle in candles.items()
    }


def _told(difference: Difference) -> str:
    name = " ".join(difference.key)
    if difference.a is None:
        return f"{name} is there and must not be"
    if difference.b is None:
        return f"{name} is missing"
    told: Iterable[str] = (f"{field} {difference.b.get(field)} instead of {it}" for field, it in difference.a.items())
    return f"{name}: {', '.join(told) or 'has more than it must'}"
