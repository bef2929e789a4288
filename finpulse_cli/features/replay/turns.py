"""Waits for the turn of each moment of a recording, and heeds keys meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.fixtures.edge import MARKET_ZONE, zone_called

if TYPE_CHECKING:
    from finpulse_cli.core.keyboard import Keys
    from finpulse_cli.features.replay.pace import Page
    from finpulse_cli.features.replay.playback import Playback
    from finpulse_cli.features.replay.watch import Screen, Watch


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one replay; `watch` goes on looking while nothing is due."""

    playback: Playback
    keys: Keys
    watch: Watch
    screen: Screen

    def wait_for(self, page: Page) -> bool:
        """Return when it is the page's turn; False when the replay is to end before."""
        self._tell(page)
        while not self.playback.is_ended:
            left = self.playback.seconds_until(page.at)
            key = self.keys.wait(min(max(left, 0.0), self.watch.pause_seconds))
            if key is not None and self.playback.press(key, page.at):
                self._tell(page)
            elif key is None and left <= 0:
                return True
            self.watch.glance()
        return False

    def _tell(self, page: Page) -> None:
        at = page.events[0].quoted_at.astimezone(zone_called(MARKET_ZONE))
        self.screen.playing(str(self.playback), f"{at:%H:%M:%S} in New York")
