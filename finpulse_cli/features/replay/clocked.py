"""A recording that drives its target's clock: every moment happens at its recorded time, and is finished at once.

So the schedule, windows and time to live see the recording's own time, and the same recording leaves the same tables.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finpulse_cli.stack.controlled_clock import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from finpulse_cli.features.replay.drain import SentRecord
    from finpulse_cli.features.replay.pace import Page
    from finpulse_cli.features.replay.watch import Watch
    from finpulse_cli.stack.controlled_clock import ControlledClock
    from lambdas.shared.domain.event import PriceEvent


def put_by_clock(
    pages: Iterable[Page],
    clock: ControlledClock,
    put: Callable[[Sequence[PriceEvent]], Sequence[SentRecord]],
    watch: Watch,
) -> None:
    """Take the clock from page to page, whose events are of one moment each, and put them when it is there.

    The clock is set to the first moment, and stands at the last one afterwards. Raises CliError.
    """
    is_begun = False
    for page in pages:
        moment = page.events[0].timestamp
        if not is_begun:
            clock.set(moment)
            is_begun = True
        elif moment > clock.now():
            walk(clock, moment, lambda _moment: None)
        watch.drain.add(put([replace(event, ingested_at=moment) for event in page.events]))
        clock.step(moment)
        watch.glance()
    clock.settle(is_stopped=True)
