"""The dashboard in a real browser, over the real stack: pushed, cut off, operated by keys, read by axe."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.timestamps import floor_millisecond
from lambdas.shared.wire.event_json import encode_event
from tests.e2e.browser import DESKTOP, PHONE, Screen, Window, opened
from tests.e2e.sandbox import PROJECT, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

CRASH = PROJECT / "fixtures" / "flash-crash"
REPLAY = "flash-crash.e2e"  # the feed of a replay that ran before the first page was opened
VIEW = f"?feed={REPLAY}"
# Of nobody else, and at the end of the watchlist, so that no row moves when it comes.
SYMBOL = "ZING"


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> str:
    """Where the dashboard is served, with some anomalies to show."""
    sandbox.run("replay", "flash-crash", "--run", "e2e")
    [shown] = sandbox.json("dashboard", "--background", "--no-open")
    return str(shown["url"])


@pytest.fixture
def desktop(browser: Browser, url: str) -> Iterator[Window]:
    """A window on a desk."""
    with opened(browser, url, DESKTOP) as window:
        yield window


@pytest.fixture(params=[DESKTOP, PHONE], ids=lambda screen: screen.name)
def window(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A window on each kind of screen."""
    screen: Screen = request.param
    with opened(browser, url, screen) as made:
        yield made


@pytest.fixture
def crash_of_zing(tmp_path: Path) -> Path:
    """The flash crash of AAPL, as that of a symbol which nobody else replays."""
    folder = tmp_path / "zing-crash"
    (folder / "responses").mkdir(parents=True)
    reply = (CRASH / "responses" / "AAPL.json").read_text(encoding="utf-8")
    (folder / "responses" / f"{SYMBOL}.json").write_text(reply.replace("AAPL", SYMBOL), encoding="utf-8")
    about = json.loads((CRASH / "fixture.json").read_text(encoding="utf-8"))
    about |= {"name": folder.name, "symbols": [SYMBOL], "detects": {}}
    (folder / "fixture.json").write_text(json.dumps(about), encoding="utf-8")
    return Path(shutil.copytree(folder, tmp_path / "copy" / folder.name))


def put(sandbox: Sandbox, price: str, at: datetime) -> None:
    """One live quote of the symbol."""
    event: PriceEvent = make_event(
        feed=LIVE,
        source=Source.ALPHA_VANTAGE,
        symbol=SYMBOL,
        price=Decimal(price),
        volume=Decimal(1),
        volume_kind=VolumeKind.INTERVAL,
        session=at.date(),
        change_percent=None,
        timestamp=floor_millisecond(at),
        ingested_at=floor_millisecond(at),
    )
    sandbox.clients.kinesis.put_record(
        StreamName=sandbox.stack.stream_name, Data=encode_event(event), PartitionKey=SYMBOL
    )


def feed(window: Window) -> Locator:
    """The rows of the anomalies."""
    return window.page.get_by_role("region", name="Anomalies").locator("button[data-event-id]")


def evidence(window: Window) -> Locator:
    """The dialog of an opened anomaly."""
    return window.page.get_by_role("dialog")


def is_live(window: Window, view: str = VIEW) -> None:
    """Open the page and wait until it is connected and shows something; by default the replay."""
    window.open(view)
    window.feed_is("Live")
    expect(window.page.locator(".skeleton")).to_have_count(0)


def test_a_crash_appears_without_a_reload(sandbox: Sandbox, desktop: Window, crash_of_zing: Path) -> None:
    last = json.loads((CRASH / "responses" / "AAPL.json").read_text())["Time Series (1min)"]["2026-11-18 15:29:00"]
    close = f"{Decimal(last['4. close']):.2f}"
    found = [a for a in json.loads((CRASH / "expected.json").read_text())["anomalies"] if a["symbol"] == "AAPL"]
    is_live(desktop, "")
    desktop.page.evaluate("window.stillHere = true")

    put(sandbox, "250", datetime.now(UTC) - timedelta(hours=2))
    desktop.shows_price(SYMBOL, "250.00")
    desktop.row(SYMBOL).click()
    chart = desktop.page.get_by_role("region", name=f"{SYMBOL} chart")
    expect(chart).to_contain_text("last price 250.00")

    sandbox.run("replay", str(crash_of_zing), "--run", "followed")

    feeds = desktop.page.get_by_role("region", name="Feed")
    expect(feeds.get_by_role("status")).to_contain_text("Replay of zing-crash")
    expect(desktop.page).to_have_url(re.compile(r"feed=zing-crash\.followed"))
    desktop.shows_price(SYMBOL, close)
    expect(chart).to_contain_text(f"last price {close}")
    desktop.page.get_by_role("button", name="24h").click()
    expect(chart).to_contain_text(f"{len(found)} anomalies")
    desktop.page.get_by_role("region", name="Anomalies").get_by_role("combobox").select_option(SYMBOL)
    expect(feed(desktop).first).to_contain_text(SYMBOL)
    feeds.get_by_role("button", name="Back to live").click()
    desktop.shows_price(SYMBOL, "250.00")
    desktop.row(SYMBOL).click()
    expect(chart).to_contain_text("last price 250.00")
    assert desktop.page.evaluate("window.stillHere") is True
    assert desktop.complaints == []


def test_nothing_moves_when_data_arrives(sandbox: Sandbox, window: Window) -> None:
    window.open(VIEW)
    window.feed_is("Live")
    expect(window.row("AAPL")).to_be_visible()
    expect(window.page.locator(".skeleton:visible")).to_have_count(0)

    sandbox.run("replay", "earnings-spike")
    newest = sandbox.json("anomalies", "--limit", "1", "--symbol", "GOOGL")[0]["event_id"]
    if window.screen is DESKTOP:
        expect(window.page.locator(f'[data-event-id="{newest}"]')).to_be_visible()

    assert window.shifts() == []


def test_an_opened_anomaly_shows_its_evidence(desktop: Window) -> None:
    is_live(desktop)
    desktop.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = feed(desktop).first
    event_id = row.get_attribute("data-event-id")

    row.click()

    shown = evidence(desktop)
    expect(shown).to_be_visible()
    for words in ("2.5 s", "3.5 s", "mean", "z"):
        expect(shown.get_by_text(words).first).to_be_visible()
    command = f"finpulse anomalies explain {event_id}"
    expect(shown).to_contain_text(command)
    shown.get_by_role("button", name=re.compile("copy", re.IGNORECASE)).click()
    assert desktop.page.evaluate("navigator.clipboard.readText()") == command

    assert f"anomaly={event_id}" in desktop.page.url
    desktop.page.reload()
    expect(evidence(desktop)).to_contain_text(command)
    desktop.page.keyboard.press("Escape")
    expect(evidence(desktop)).to_have_count(0)
    assert "anomaly=" not in desktop.page.url


def test_everything_is_reached_by_keys(desktop: Window) -> None:
    is_live(desktop)
    keys, page = desktop.page.keyboard, desktop.page

    keys.press("j")
    expect(desktop.row("MSFT")).to_have_attribute("aria-current", "true")
    keys.press("ArrowUp")
    expect(desktop.row("AAPL")).to_have_attribute("aria-current", "true")
    keys.press("3")
    expect(page.get_by_role("button", name="24h")).to_have_attribute("aria-pressed", "true")
    keys.press("f")
    shown_feed = page.get_by_role("dialog", name="Feeds").locator("button[aria-current=true]")
    expect(shown_feed).to_be_focused()
    expect(shown_feed).to_contain_text("flash-crash")
    keys.press("Escape")
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.press("/")
    expect(page.get_by_role("region", name=re.compile("query", re.IGNORECASE))).to_be_visible()
    keys.press("Escape")
    keys.press("a")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(evidence(desktop)).to_be_visible()

    page.reload()

    expect(evidence(desktop)).to_be_visible()
    expect(page).to_have_url(re.compile(r"symbol=[A-Z]+.*range=24h.*anomaly=[0-9a-f]{32}"))


def test_without_its_socket_the_page_polls_and_comes_back(sandbox: Sandbox, desktop: Window) -> None:
    is_live(desktop, "")
    put(sandbox, "300", datetime.now(UTC))
    desktop.shows_price(SYMBOL, "300.00")
    now = datetime.now(UTC)

    desktop.wire.cut()
    desktop.feed_is("Reconnecting")
    expect(desktop.row(SYMBOL)).to_be_visible()
    desktop.feed_is("Polling 60 s")
    put(sandbox, "301", now)

    desktop.wire.is_cut = False
    desktop.feed_is("Live")
    put(sandbox, "302.5", now + timedelta(seconds=1))
    desktop.shows_price(SYMBOL, "302.50")


def test_a_page_of_another_origin_gets_nothing(sandbox: Sandbox, browser: Browser, url: str) -> None:
    api = f"http://127.0.0.1:{sandbox.port}/_aws/execute-api/{sandbox.stack.api_id}/stats"
    push = f"ws://127.0.0.1:{sandbox.port}/_aws/execute-api/{sandbox.stack.websocket_api_id}/live"
    ask = """([api, push]) => Promise.all([
      fetch(api).then(() => "answered", () => "refused"),
      new Promise((resolve) => {
        const socket = new WebSocket(push);
        socket.onopen = () => resolve("answered");
        socket.onerror = () => resolve("refused");
      }),
    ])"""
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{sandbox.port + 1}/health")  # the stand-in server: this machine, another port
        assert page.evaluate(ask, [api, push]) == ["refused", "refused"]
        page.goto(f"{url}health")
        assert page.evaluate(ask, [api, push]) == ["answered", "answered"]
    finally:
        page.close()


def test_axe_finds_nothing_serious(window: Window) -> None:
    found: dict[str, Any] = {}
    is_live(window, f"{VIEW}&symbol=AAPL")
    found["chart"] = window.violations()
    window.picture("chart")
    if window.screen is PHONE:
        window.page.get_by_role("button", name="Watchlist").click()
        expect(window.row("AAPL")).to_be_visible()
        found["watchlist"] = window.violations()
        window.picture("watchlist")
        window.page.get_by_role("button", name="Anomalies", exact=True).click()
        expect(feed(window).first).to_be_visible()
        found["feed"] = window.violations()
        window.picture("feed")
    feed(window).first.click()
    expect(evidence(window)).to_be_visible()
    found["evidence"] = window.violations()
    window.picture("evidence")
    window.open(f"{VIEW}&symbol=AAPL&panel=keys")
    expect(window.page.get_by_role("dialog", name="Keys")).to_be_visible()
    found["keys"] = window.violations()
    window.open(f"{VIEW}&symbol=AAPL&panel=query")
    window.feed_is("Live")
    found["query"] = window.violations()
    window.picture("query")

    assert not any(found.values()), json.dumps(found, indent=1)


def test_nothing_of_the_hosting_is_made_unless_asked_for(sandbox: Sandbox) -> None:
    state = json.loads((sandbox.home / "embedded" / "terraform" / "terraform.tfstate").read_text())

    assert [one["name"] for one in state["resources"] if one["instances"] and "dashboard" in one["name"]] == []
