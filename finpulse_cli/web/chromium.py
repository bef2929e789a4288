"""A headless Chromium of the system's, driven by Playwright: for the browser's benchmarks and tests.

Playwright's own download of a browser is never used. It is imported here and nowhere else, and only when asked for:
nothing but these benchmarks needs it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "FINPULSE_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_GET_IT = f"install it (Debian, Ubuntu: apt-get install chromium), or name one in {VARIABLE}"
# Quiet: nothing but the page goes over the network. No sandbox: it needs rights that a container seldom gives, and
# the only page that is opened is our own.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-precise-memory-info",
)


def find_chromium(user: Mapping[str, str]) -> str:
    """Return the path of the Chromium to use. Raises MissingError when there is none."""
    named = user.get(VARIABLE, "").strip()
    if named:
        if not Path(named).is_file():
            raise MissingError(f"{VARIABLE} names {named}, which is no file", _GET_IT)
        return named
    for name in _NAMES:
        if found := shutil.which(name, path=user.get("PATH")):
            return found
    raise MissingError("there is no Chromium on this machine", _GET_IT)


@contextmanager
def chromium(user: Mapping[str, str]) -> Iterator[Browser]:
    """Yield a running browser with an empty profile, for this thread only. Raises MissingError without one."""
    path = find_chromium(user)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise MissingError("Playwright is not installed", f"{sys.executable} -m pip install playwright") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()
