"""A gate before the stream: puts go through while the target is up, and those that its end cut off begin again."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from finpulse_cli.core.errors import FailedError, act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Result = TypeVar("Result")


class Gate:
    """Used by many threads; closed by one, which ends the target and brings it back meanwhile."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way = 0
        self._closings = 0
        self._is_open = True
        self._is_lost = False
        self._has_failed = False

    def through(self, put: Callable[[], Result]) -> Result:
        """Return what `put` returns, called again where it fails while the gate is closed.

        Raises what it raises at any other time, and FailedError where the target does not come back.
        """
        while True:
            closings = self._enter()
            try:
                return put()
            except Exception:
                if closings == self._closings:
                    self._has_failed = True
                    raise
            finally:
                self._leave()

    def wait_until(self, is_reached: Callable[[], bool]) -> bool:
        """Wait until something is reached, which is looked at after each put; False where a put failed before."""
        with self._changed:
            self._changed.wait_for(lambda: is_reached() or self._has_failed)
            return is_reached()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Let nothing through until the context is left; by an error, nothing ever."""
        with self._changed:
            self._is_open, self._closings = False, self._closings + 1
        try:
            yield
        except BaseException:
            self._is_lost = True
            raise
        finally:
            with self._changed:
                self._is_open = True
                self._changed.notify_all()

    def wait_for_those_under_way(self) -> None:
        """Wait until every put that is under way has an answer, or knows that it gets none."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way == 0)

    def _enter(self) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self._is_open)
            if self._is_lost:
                raise FailedError("the emulator did not come back", act("run `{}`", "up"))
            self._under_way += 1
            return self._closings

    def _leave(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()
