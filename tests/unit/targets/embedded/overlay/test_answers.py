"""Head and body of an answer leave together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from finpulse_cli.targets.embedded.overlay.answers import JoinedWrites

if TYPE_CHECKING:
    from collections.abc import Callable


class Recorded:
    """A transport that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def close(self) -> None:
        self.told.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.told


def told(work: Callable[[JoinedWrites], None]) -> list[object]:
    """What a transport below has been told in the turn after `work`."""

    async def run() -> list[object]:
        below = Recorded()
        work(JoinedWrites(cast("asyncio.Transport", below), asyncio.get_running_loop()))
        await asyncio.sleep(0)
        return below.told

    return asyncio.run(run())


def test_what_is_written_in_one_turn_leaves_in_one_piece() -> None:
    def answer(transport: JoinedWrites) -> None:
        transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n")
        transport.write(b"{}")

    assert told(answer) == [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"]


def test_everything_is_written_before_it_closes() -> None:
    def answer(transport: JoinedWrites) -> None:
        transport.write(b"head")
        transport.write(b"body")
        transport.close()
        assert transport.is_closing()

    assert told(answer) == [b"headbody", "closed"]


def test_a_later_turn_is_a_piece_of_its_own() -> None:
    async def run() -> list[object]:
        below = Recorded()
        transport = JoinedWrites(cast("asyncio.Transport", below), asyncio.get_running_loop())
        for piece in (b"one", b"two"):
            transport.write(piece)
            await asyncio.sleep(0)
        return below.told

    assert asyncio.run(run()) == [b"one", b"two"]
