"""Asks an address whether LocalStack answers there."""

from __future__ import annotations

from dataclasses import dataclass

from finpulse_cli.daemon.probe import get


@dataclass(frozen=True, slots=True)
class Running:
    """A LocalStack that answers. `session` tells one start of it from the next.

    `in_docker`: it and the functions it runs see this machine as another host.
    """

    version: str
    edition: str
    session: str
    in_docker: bool

    def __str__(self) -> str:
        edition = "" if self.edition in ("", "unknown") else f" {self.edition}"
        return f"LocalStack{edition} {self.version}"


def look(url: str, timeout_seconds: float = 3) -> Running | None:
    """Return what answers at `url`; None when nothing does, or something else, such as another emulator."""
    reply = get(f"{url}/_localstack/info", timeout_seconds)
    page = reply.json_object() if reply is not None and reply.status == 200 else {}
    # MiniStack answers this page, too, so that tools for LocalStack find it.
    if "version" not in page or _is_ministack(url, timeout_seconds):
        return None
    return Running(
        version=str(page["version"]).partition(":")[0],
        edition=str(page.get("edition") or ""),
        session=str(page.get("session_id") or ""),
        in_docker=bool(page.get("is_docker")),
    )


def _is_ministack(url: str, timeout_seconds: float) -> bool:
    reply = get(f"{url}/_ministack/health", timeout_seconds)
    return reply is not None and reply.status == 200
