"""How a stand-in provider behaves: what it lets through, what goes wrong, what it says word for word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from finpulse_cli.standins.provider.faults import EVERY_SYMBOL, Faults
from finpulse_cli.standins.provider.provider_answer import Answer
from finpulse_cli.standins.provider.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAGE = Answer(200, "<html><body><h1>We will be right back</h1></body></html>\n", "text/html")
FAILED = Answer(500, "<html><body><h1>Server Error (500)</h1></body></html>\n", "text/html")
NOTHING_THERE = Answer(404, "<html><body><h1>Not Found</h1></body></html>\n", "text/html")


@dataclass(frozen=True, slots=True)
class Conduct:
    """`replies` are given word for word to calls that name a symbol, instead of what the fixture says."""

    faults: Faults = field(default_factory=Faults)
    throttle: Throttle = field(default_factory=Throttle)
    replies: Mapping[str, Answer] = field(default_factory=dict)

    def reply_to(self, symbols: Iterable[str]) -> Answer | None:
        """Return what is said word for word to a call for these symbols; None where nothing is."""
        found = (self.replies.get(symbol) for symbol in (*symbols, EVERY_SYMBOL))
        return next((answer for answer in found if answer is not None), None)


def cut(answer: Answer) -> Answer:
    """Return the first half of an answer, as if it were the whole."""
    return Answer(answer.status, answer.body[: len(answer.body) // 2], answer.content_type)


def parse_replies(settings: Iterable[str]) -> dict[str, Answer]:
    """Read `TSLA=reply.json`, or a file for all symbols. Raises `UsageError` where one cannot be read."""
    return dict(map(_reply, settings))


def _reply(setting: str) -> tuple[str, Answer]:
    symbol, equals, file = setting.partition("=")
    path = Path(file if equals else setting)
    try:
        return (symbol.strip().upper() if equals else EVERY_SYMBOL), Answer(200, path.read_bytes())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}.", "Name a file with a reply, like TSLA=reply.json."
        ) from None
