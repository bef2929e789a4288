"""Records that no consumer can use, put between the events of a replay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambdas.shared.wire.event_json import encode_event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import Placed

POISON = "poison"
"""What stands for the event id of a record that has none."""


def poisons(events: Sequence[PriceEvent], share: float, random: Random) -> dict[str, bytes]:
    """Return bad records by the id of the event before which they are put."""
    chosen: dict[str, bytes] = {}
    for event in events:
        is_chosen, kind = random.random() < share, random.randrange(len(KINDS))
        if is_chosen:
            chosen.setdefault(event.event_id, KINDS[kind](event))
    return chosen


class PoisonedPut:
    """Puts events by `put`, and before some of them a bad record by `put_bad`, which takes its series and bytes.

    Called on several threads; a series stays on one.
    """

    def __init__(
        self,
        put: Callable[[Sequence[PriceEvent]], Sequence[Placed]],
        put_bad: Callable[[str, bytes], Placed],
        bad: dict[str, bytes],
    ) -> None:
        self._put = put
        self._put_bad = put_bad
        self._left = dict(bad)

    def __call__(self, events: Sequence[PriceEvent]) -> list[Placed]:
        """Put the events in order; return where everything is, the bad records too."""
        placed: list[Placed] = []
        good: list[PriceEvent] = []
        for event in events:
            data = self._left.pop(event.event_id, None)
            if data is not None:
                placed += self._put(good) if good else ()
                placed.append(self._put_bad(event.series, data))
                good = []
            good.append(event)
        return [*placed, *(self._put(good) if good else ())]


def _text(_event: PriceEvent) -> bytes:
    return b"not an event"


def _cut_off(event: PriceEvent) -> bytes:
    encoded = encode_event(event)
    return encoded[: len(encoded) // 2]


def _wrong_price(event: PriceEvent) -> bytes:
    return json.dumps({**json.loads(encode_event(event)), "price": "dear"}).encode()


def _no_time(event: PriceEvent) -> bytes:
    return json.dumps(
        {name: it for name, it in json.loads(encode_event(event)).items() if name != "timestamp"}
    ).encode()


def _no_text(_event: PriceEvent) -> bytes:
    return b"\xff\xfe\x00"


KINDS = (_text, _cut_off, _wrong_price, _no_time, _no_text)
