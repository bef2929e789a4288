"""Asks an address whether LocalStack answers there, or LocalEmu, the fork that does without Docker and a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from finpulse_cli.daemon.probe import get

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Make:
    """LocalStack or a fork of it: the page on which it tells of itself, and the path below which it serves APIs.

    `features_page` tells whether functions run in Docker, where the first page does not.
    """

    name: str
    info_page: str
    api_path: str
    features_page: str | None = None


LOCALSTACK = Make("LocalStack", "/_localstack/info", "/_aws/execute-api")
LOCALEMU = Make("LocalEmu", "/_localemu/info", "/_aws/execute-api-v2", "/_localemu/api/overview")
_MAKES = (LOCALSTACK, LOCALEMU)
# LocalEmu tells the present and its age, both in whole seconds, so that its beginning is known to within two.
_INEXACT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Running:
    """A LocalStack that answers, by `make` perhaps a fork of it. `session` tells one start of it from the next.

    `in_docker`: it tells that it runs there; see `functions_in_docker`.
    """

    version: str
    edition: str
    session: str
    in_docker: bool
    make: Make = LOCALSTACK

    def __str__(self) -> str:
        edition = "" if self.edition in ("", "unknown") else f" {self.edition}"
        return f"{self.make.name}{edition} {self.version}"

    def is_session(self, kept: str) -> bool:
        """Tell whether it has run on since `kept` was its session."""
        began, began_then = _moment(self.session), _moment(kept)
        if began is None or began_then is None:
            return self.session == kept
        return abs(began - began_then) <= _INEXACT


def look(url: str, timeout_seconds: float = 3) -> Running | None:
    """Return what answers at `url`; None when nothing does, or something else, such as another emulator."""
    for make in _MAKES:
        # LocalEmu takes LocalStack's page for an object of S3, which it loads first: it may be late with that answer.
        reply = get(f"{url}{make.info_page}", timeout_seconds)
        page = reply.json_object() if reply is not None and reply.status == 200 else {}
        # MiniStack answers LocalStack's page, too, so that tools for LocalStack find it.
        if "version" in page:
            return None if _is_ministack(url, timeout_seconds) else _running(make, page)
    return None


def functions_in_docker(url: str, timeout_seconds: float = 10) -> bool:
    """Return whether the functions of what answers at `url` see this machine as another host."""
    running = look(url)
    if running is None or running.in_docker or running.make.features_page is None:
        return running is not None and running.in_docker
    reply = get(f"{url}{running.make.features_page}", timeout_seconds)
    features = reply.json_object().get("features") if reply is not None and reply.status == 200 else None
    return isinstance(features, dict) and bool(features.get("lambda_docker"))


def make_named(name: str | None) -> Make:
    """Return the make of this name; LocalStack where nothing is known."""
    return next((make for make in _MAKES if make.name == name), LOCALSTACK)


def _running(make: Make, page: Mapping[str, object]) -> Running:
    return Running(
        version=str(page["version"]).partition(":")[0],
        edition=str(page.get("edition") or ""),
        session=str(page.get("session_id") or _began(page)),
        in_docker=bool(page.get("is_docker")),
        make=make,
    )


def _began(page: Mapping[str, object]) -> str:
    """Return when it began, by its own clock and age, where it has no id of its own; empty where it tells neither."""
    now, age = _moment(page.get("server_time_utc")), page.get("uptime")
    return (now - timedelta(seconds=age)).isoformat() if now and isinstance(age, int) else ""


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _is_ministack(url: str, timeout_seconds: float) -> bool:
    reply = get(f"{url}/_ministack/health", timeout_seconds)
    return reply is not None and reply.status == 200
