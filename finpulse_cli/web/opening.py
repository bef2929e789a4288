"""Shows an address to the user: in a browser where there is a screen for one."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Mapping


def has_display(user: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Return whether a browser would come up in a window. Over SSH it would take the terminal, or none would come."""
    if platform in ("darwin", "win32"):
        return "SSH_CONNECTION" not in user
    return any(user.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


def open_page(url: str, user: Mapping[str, str]) -> bool:
    """Open `url` in the user's browser; False when there is none to open."""
    return has_display(user) and webbrowser.open(url)
