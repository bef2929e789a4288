"""One request and one answer of a stand-in provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A GET: its query's parameters, of a repeated one the first, and its headers by their names in lower case."""

    query: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: str | bytes
    content_type: str = "application/json"


class ProviderApi(Protocol):
    """One provider's API as a stand-in plays it."""

    @property
    def path(self) -> str:
        """Where its quotes are asked for."""

    @property
    def symbols(self) -> list[str]:
        """The symbols that it knows, sorted."""

    def answer(self, asked: Asked, now: datetime) -> Answer | None:
        """Answer a request at `now`; None means that it is never answered."""
