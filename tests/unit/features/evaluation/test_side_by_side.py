from __future__ import annotations

from xml.etree import ElementTree as ET

from finpulse_cli.features.evaluation.comparison_chart import comparison_chart
from finpulse_cli.features.evaluation.side_by_side import alerts_of, counts
from lambdas.shared.domain.anomaly import classify
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.detectors.catalogue import Setting, detector_as_set
from lambdas.shared.domain.zscore import exact_arithmetic, score_price
from tests.factories import ZSCORE, price_run
from tests.minute_bars import trading_days, walk

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["zscore", "calibrated"]
EVENTS = sorted(
    [*walk(trading_days(1)), *walk(trading_days(1), seed=2, symbol="MSFT")], key=lambda event: event.timestamp
)
with exact_arithmetic():
    ALERTS = alerts_of([detector_as_set(name, Setting(alerts_per_day=7.0)) for name in NAMES], EVENTS)


def test_zscore_fires_at_what_the_stack_would_store() -> None:
    stored = {
        anomaly.event.event_id: anomaly.score.z
        for symbol in ("AAPL", "MSFT")
        for anomaly in detect(SeriesState(), [event for event in EVENTS if event.symbol == symbol], ZSCORE).anomalies
    }
    assert {alert.event.event_id: alert.z["zscore"] for alert in ALERTS if "zscore" in alert.z} == stored


def test_alerts_are_in_the_order_of_the_events_and_are_counted() -> None:
    places = [EVENTS.index(alert.event) for alert in ALERTS]
    assert places == sorted(places)
    found = counts([*NAMES, "another"], ALERTS)
    assert found["another"] == 0
    assert found["zscore"] > found["calibrated"] > 0


def test_an_alert_tells_what_each_detector_found() -> None:
    flat = price_run(["100"] * 30 + ["103"], symbol="TSLA")
    with exact_arithmetic():
        (alert,) = alerts_of([detector_as_set("zscore", Setting())], flat)
    z = score_price([event.price for event in flat[:30]], flat[30].price).z
    assert classify(score_price([event.price for event in flat[:30]], flat[30].price)) is not None
    assert alert.as_dict() == {
        "symbol": "TSLA",
        "timestamp": "2026-11-20T17:30:00.000Z",
        "price": flat[30].price,
        "event_id": flat[30].event_id,
        "z": {"zscore": round(z, 4)},
    }


def test_the_chart_has_a_line_for_each_symbol_and_a_mark_for_each_alert() -> None:
    root = ET.fromstring(comparison_chart("a < b", NAMES, EVENTS, ALERTS))  # noqa: S314 - our own text
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    marks = list(root.iter(f"{SVG}circle"))
    assert len(marks) == sum(len(alert.z) for alert in ALERTS)
    assert len({mark.get("fill") for mark in marks}) == 2
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"a < b", "AAPL", "MSFT"} <= set(texts)
    assert texts.count("calibrated") == 2


def test_a_mark_stands_under_its_price() -> None:
    root = ET.fromstring(comparison_chart("one", NAMES, EVENTS, ALERTS[:1]))  # noqa: S314 - our own text
    across = {float(mark.get("cx", "")) for mark in root.iter(f"{SVG}circle")}
    own = [event for event in EVENTS if event.symbol == ALERTS[0].event.symbol]
    lines = [line.get("points", "").split() for line in root.iter(f"{SVG}polyline")]
    line = lines[["AAPL", "MSFT"].index(ALERTS[0].event.symbol)]
    assert across == {float(line[own.index(ALERTS[0].event)].split(",")[0])}
