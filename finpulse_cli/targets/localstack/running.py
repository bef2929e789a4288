"""Asks an address whether LocalStack answers there, or LocalEmu, the fork that does without Docker and a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.daemon.probe import get

if TYPE_CHECKING:
    from collections.abc import Mapping


_INFO_PAGES = {"LocalStack": "/_localstack/info", "LocalEmu": "/_localemu/info"}


@dataclass(frozen=True, slots=True)
class Running:
    """A LocalStack that answers, by `name` perhaps a fork of it. `session` tells one start of it from the next.

    `in_docker`: it and the functions it runs see this machine as another host.
    """

    version: str
    edition: str
    session: str
    in_docker: bool
    name: str = "LocalStack"

    def __str__(self) -> str:
        edition = "" if self.edition in ("", "unknown") else f" {self.edition}"
        return f"{self.name}{edition} {self.version}"


def look(url: str, timeout_seconds: float = 3) -> Running | None:
    """Return what answers at `url`; None when nothing does, or something else, such as another emulator."""
    for name, path in _INFO_PAGES.items():
        reply = get(f"{url}{path}", timeout_seconds)
        if reply is None:
            return None  # nobody is there, whatever the path
        page = reply.json_object() if reply.status == 200 else {}
        # MiniStack answers LocalStack's page, too, so that tools for LocalStack find it.
        if "version" in page:
            return None if _is_ministack(url, timeout_seconds) else _running(name, page)
    return None


def _running(name: str, page: Mapping[str, object]) -> Running:
    return Running(
        version=str(page["version"]).partition(":")[0],
        edition=str(page.get("edition") or ""),
        session=str(page.get("session_id") or ""),
        in_docker=bool(page.get("is_docker")),
        name=name,
    )


def _is_ministack(url: str, timeout_seconds: float) -> bool:
    reply = get(f"{url}/_ministack/health", timeout_seconds)
    return reply is not None and reply.status == 200
