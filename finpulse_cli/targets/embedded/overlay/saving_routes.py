"""Two paths of the emulator about its saving: a checkpoint on demand, and whether what happens now is kept."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.ministack import CHECKPOINT_PATH, FLUSH_PATH, SAVING_PATH
from finpulse_cli.targets.embedded.overlay.asgi import answer

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send
    from finpulse_cli.targets.embedded.overlay.keeping import Keeper

CHECKPOINT_TIMEOUT_SECONDS = 300.0


def with_saving(inner: Application, keeper: Keeper, folder: Path) -> Application:
    """Return `inner` with the paths. A flush, which ends a replay, asks for a checkpoint without waiting for it."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        asked = (scope.get("method"), scope.get("path")) if scope["type"] == "http" else None
        if asked == ("POST", CHECKPOINT_PATH):
            ticket = keeper.ask()
            is_done = await asyncio.to_thread(ticket.done.wait, CHECKPOINT_TIMEOUT_SECONDS)
            await _tell(send, ticket.failure if is_done else "it took too long", folder)
        elif asked == ("GET", SAVING_PATH):
            await _tell(send, keeper.problem, folder)
        else:
            await inner(scope, receive, send)
            if asked == ("POST", FLUSH_PATH):
                keeper.ask()

    return application


async def _tell(send: Send, problem: str | None, folder: Path) -> None:
    body: dict[str, Any] = {"problem": problem, "free_bytes": shutil.disk_usage(folder).free}
    await answer(send, 503 if problem else 200, body)
