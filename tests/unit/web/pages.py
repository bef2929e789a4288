"""A tiny built page and the stack it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.web.page_config import PageConfig
from finpulse_cli.web.site import Answer, Request, Site

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = PageConfig(
    api_url="http://127.0.0.1:4566/_aws/execute-api/abcd1234",
    websocket_url="ws://127.0.0.1:4566/_aws/execute-api/wxyz5678/live",
    target="embedded",
    interval_seconds=60,
)
INDEX = "<!doctype html><title>FinPulse</title>"
SCRIPT = "console.log('a script that is long enough to be worth compressing');\n" * 40


def built(folder: Path) -> Path:
    """A dist folder with an index, a script with a hashed name, an icon and something secret beside it."""
    dist = folder / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(INDEX)
    (dist / "assets" / "index-Ab12.js").write_text(SCRIPT)
    (dist / "favicon.svg").write_text("<svg/>")
    (dist / ".fingerprint").write_text("secret")
    (folder / "secret.txt").write_text("secret")
    return dist


def asked(site: Site, target: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to a browser's request; header names are given with _ for -."""
    sent = {"host": "127.0.0.1:4568"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return site.answer(Request(method, target, sent))
