"""A browser is opened where there is a screen for it."""

from __future__ import annotations

import pytest

from finpulse_cli.web.opening import has_display, open_page


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"WSL_DISTRO_NAME": "Debian"}, True),
        ("darwin", {}, True),
        ("darwin", {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, False),
    ],
)
def test_a_screen_is_known_by_the_environment(platform: str, environ: dict[str, str], expected: bool) -> None:
    assert has_display(environ, platform) is expected


def test_without_a_screen_no_browser_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", note)
    monkeypatch.setattr("sys.platform", "linux")

    assert open_page("http://127.0.0.1:4568/", {}) is False
    assert open_page("http://127.0.0.1:4568/", {"DISPLAY": ":0"}) is True
    assert opened == ["http://127.0.0.1:4568/"]
