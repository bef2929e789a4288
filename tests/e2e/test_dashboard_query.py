"""The query drawer in a real browser, over the real Athena of the sandbox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.browser import DESKTOP, PHONE, Screen, Window, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.sandbox import Sandbox

COUNT = "SELECT symbol, count(*) AS events FROM raw_events GROUP BY symbol ORDER BY symbol"
LONG = (
    "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) "
    "CROSS JOIN UNNEST(sequence(1, 100)) AS c(z) WHERE x * y % 7 = z % 7"
)


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> str:
    """Where the dashboard is served, with some events in the lake."""
    sandbox.run("replay", "calm", "--run", "asked")
    [shown] = sandbox.json("dashboard", "--background", "--no-open")
    return str(shown["url"])


@pytest.fixture(scope="module")
def token(sandbox: Sandbox) -> str:
    """The API's token, as a user gets it."""
    return sandbox.run("status", "--show-token").stdout.strip()


@pytest.fixture(params=[DESKTOP, PHONE], ids=lambda screen: screen.name)
def window(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Window]:
    """The open drawer on each kind of screen."""
    screen: Screen = request.param
    with opened(browser, url, screen) as made:
        made.open("?panel=query")
        yield made


@pytest.fixture
def desktop(browser: Browser, url: str) -> Iterator[Window]:
    """The open drawer on a desk."""
    with opened(browser, url, DESKTOP) as made:
        made.open("?panel=query")
        yield made


def editor(window: Window) -> Locator:
    return window.page.get_by_role("textbox", name="SQL")


def give(window: Window, token: str) -> None:
    window.page.get_by_label("Token", exact=False).fill(token)
    window.page.get_by_role("button", name="Run with it").click()


def test_a_query_is_asked_and_answered(window: Window, token: str) -> None:
    page = window.page
    editor(window).fill(COUNT)
    editor(window).press("Control+Enter")
    expect(page.get_by_text("finpulse status --show-token")).to_be_visible()
    assert window.violations() == []
    give(window, token)
    result = page.get_by_role("region", name="Result")
    expect(result.get_by_role("columnheader", name="events")).to_be_visible()
    expect(result.get_by_role("cell", name="AAPL")).to_be_visible()
    expect(page.get_by_role("region", name="Query").get_by_role("status")).to_contain_text("USD 0.00005 on AWS")
    assert window.violations() == []
    window.picture("query")
    assert window.complaints == []


def test_ready_made_queries_run_with_keys_alone(desktop: Window, token: str) -> None:
    page = desktop.page
    page.get_by_role("combobox", name="Ready-made queries").select_option("events-per-source")
    expect(editor(desktop)).to_have_value(re.compile("GROUP BY .*, source"))
    editor(desktop).press("Control+Enter")
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="calm.asked", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Query")).to_be_hidden()


def test_a_wrong_token_is_refused_and_refusals_are_shown(desktop: Window, token: str) -> None:
    page = desktop.page
    alert = page.get_by_role("region", name="Query").get_by_role("alert")
    editor(desktop).fill("DROP TABLE raw_events")
    editor(desktop).press("Control+Enter")
    give(desktop, "wrong")
    expect(alert).to_contain_text("refused this token")
    give(desktop, token)
    expect(alert).to_contain_text("only SELECT is allowed")
    editor(desktop).fill("SELECT nothing_of_that_name FROM raw_events")
    editor(desktop).press("Control+Enter")
    expect(alert).to_contain_text("nothing_of_that_name")


def test_a_query_is_cancelled(desktop: Window, token: str) -> None:
    page = desktop.page
    editor(desktop).fill(LONG)
    editor(desktop).press("Control+Enter")
    give(desktop, token)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("region", name="Query").get_by_role("alert")).to_contain_text("cancelled")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
