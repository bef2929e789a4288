"""The clock over HTTP, for the command line: one path, the operation in its query.

    GET  /_finpulse/clock              how it stands
    POST /_finpulse/clock?set=MOMENT   stop it there
    POST /_finpulse/clock?step=MOMENT  stop it there, and do what is due then
    POST /_finpulse/clock?settle=stop  delete what has expired; stay there
    POST /_finpulse/clock?settle=run   the same, and go on from there
    POST /_finpulse/clock?reset        the real time

Each answers with how it stands then. A POST must carry the header `X-FinPulse`: a page in a browser cannot send it to
another origin without being asked first.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.virtual_clock import ClockState
from finpulse_cli.core.wait import wait_until
from finpulse_cli.targets.embedded.ministack import CLOCK_HEADER, CLOCK_PATH
from finpulse_cli.targets.embedded.overlay.asgi import answer
from finpulse_cli.targets.embedded.overlay.shifted_time import EmulatorClock, moment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send
    from finpulse_cli.targets.embedded.overlay.ticks import Ticks

IDLE_TIMEOUT_SECONDS = 60.0


class Deliver(Protocol):
    """Writes what Firehose has gathered."""

    def __call__(self, *, everything: bool) -> object:
        """Write what is due, or `everything`."""


class RefusedError(Exception):
    """What was asked cannot be done; the text says why."""


@dataclass(frozen=True, slots=True)
class ClockApi:
    """What the operations do.

    `is_idle` tells whether every mapping is done with its records, `follow` lets mappings and alarms see another time,
    `deliver` writes the lake's objects, those that are due or `everything`, on the emulator's loop, `expire` deletes
    what expires until then.
    """

    clock: EmulatorClock
    ticks: Ticks
    is_idle: Callable[[], bool]
    follow: Callable[[], None]
    deliver: Deliver
    expire: Callable[[float], int]

    def do(self, query: Mapping[str, list[str]], loop: asyncio.AbstractEventLoop) -> None:
        """Do what a query says, on another thread than `loop`'s. Raises RefusedError."""
        operations: dict[str, Callable[[str, asyncio.AbstractEventLoop], None]] = {
            "set": self._set,
            "step": self._step,
            "settle": self._settle,
            "reset": self._reset,
        }
        named = [name for name in operations if name in query]
        if len(named) != 1:
            raise RefusedError(f"name one of {', '.join(operations)}")
        with self.clock.changing:
            operations[named[0]](query[named[0]][0], loop)

    def _set(self, given: str, loop: asyncio.AbstractEventLoop) -> None:
        self._begin_anew(ClockState(stopped_at=_moment(given)), loop)

    def _reset(self, _given: str, loop: asyncio.AbstractEventLoop) -> None:
        self._begin_anew(ClockState(), loop)

    def _step(self, given: str, loop: asyncio.AbstractEventLoop) -> None:
        moment = _moment(given)
        if moment < self.clock.now():
            raise RefusedError(f"{given} is past")
        self.ticks.tick()  # a schedule that nobody has looked at begins now; it would miss the moment it is due
        self.clock.put(ClockState(stopped_at=moment))
        self.ticks.tick()
        self.follow()
        if not wait_until(self.is_idle, IDLE_TIMEOUT_SECONDS, pause_seconds=0.01):
            raise RefusedError(f"the consumers are not done after {IDLE_TIMEOUT_SECONDS:.0f} s")
        self._deliver(loop, everything=False)

    def _settle(self, given: str, _loop: asyncio.AbstractEventLoop) -> None:
        self.expire(self.clock.seconds())
        self.follow()
        if given == "run":
            self.clock.put(ClockState.at(self.clock.now(), utc_now(), is_stopped=False))

    def _begin_anew(self, state: ClockState, loop: asyncio.AbstractEventLoop) -> None:
        """Put it anywhere. What Firehose holds is written first: it would otherwise wait until its old time comes."""
        self._deliver(loop, everything=True)
        self.clock.put(state)
        self.ticks.begin_anew()
        self.follow()

    def _deliver(self, loop: asyncio.AbstractEventLoop, *, everything: bool) -> None:
        async def deliver() -> None:
            self.deliver(everything=everything)

        asyncio.run_coroutine_threadsafe(deliver(), loop).result()


def with_clock(inner: Application, api: ClockApi) -> Application:
    """`inner`, and the clock at its path."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != CLOCK_PATH:
            await inner(scope, receive, send)
            return
        await answer(send, *await _answered(scope, api))

    return application


async def _answered(scope: Message, api: ClockApi) -> tuple[int, Mapping[str, object]]:
    if scope["method"] == "POST":
        if CLOCK_HEADER.lower().encode() not in dict(scope["headers"]):
            return HTTPStatus.FORBIDDEN, {"error": f"the header {CLOCK_HEADER} is missing"}
        query = parse_qs(scope["query_string"].decode(), keep_blank_values=True)
        try:
            # a thread of its own: what is due calls the emulator back
            await asyncio.to_thread(api.do, query, asyncio.get_running_loop())
        except RefusedError as error:
            return HTTPStatus.CONFLICT, {"error": str(error)}
    return HTTPStatus.OK, api.clock.state.members()


def _moment(given: str) -> datetime:
    try:
        return moment_of(given)
    except ValueError as error:
        raise RefusedError(str(error)) from None
