"""An explanation as text for a terminal: the facts, the chart, the check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from finpulse_cli.features.tail.ages import age_text
from finpulse_cli.features.tail.cells import direction_text, printable, severity_text, shown_number, signed_text
from finpulse_cli.features.tail.chart import DOT, HIGH_LINE, MEAN_LINE, MEDIUM_LINE, OUTLIER, Series, draw_chart
from lambdas.shared.domain.alert_text import OVER
from lambdas.shared.domain.detectors.scoring import Scale
from lambdas.shared.domain.timestamps import parse_timestamp

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from finpulse_cli.features.tail.explanation import Explanation
    from lambdas.shared.domain.stored import StoredAnomaly

CHART_STYLES = ((DOT, "cyan"), (MEAN_LINE, "dim"), (MEDIUM_LINE, "yellow"), (HIGH_LINE, "red"), (OUTLIER, "bold red"))
NAME_WIDTH = 10


def explanation_text(explained: Explanation, width: int, height: int, now: datetime) -> Text:
    """Return the whole page, its chart `width` x `height` characters."""
    parts = [_title(explained), Text(), *_chart(explained, width, height), Text(), *_facts(explained, now)]
    return Text("\n").join(parts)


def _title(explained: Explanation) -> Text:
    anomaly = explained.anomaly
    return Text("  ").join(
        (
            Text(anomaly.symbol, style="bold"),
            direction_text(anomaly.direction),
            severity_text(anomaly.severity),
            Text(f"{anomaly.detected_at}"),
        )
    )


def _chart(explained: Explanation, width: int, height: int) -> list[Text]:
    anomaly = explained.anomaly
    series = Series(
        window=[float(price) for price in anomaly.window],
        price=float(anomaly.current_price),
        mean=float(anomaly.mean_price),
        stdev=float(anomaly.stdev),
        limits=(float(anomaly.threshold), float(anomaly.high_threshold)),
        centre="mean" if anomaly.scale is None else "from",
    )
    lines = [Text(line) for line in draw_chart(series, width, height)]
    for line in lines:
        for glyph, style in CHART_STYLES:
            line.highlight_regex(f"{re.escape(glyph)}+", style)
    return lines


def _facts(explained: Explanation, now: datetime) -> list[Text]:
    anomaly = explained.anomaly
    age = age_text(now - parse_timestamp(anomaly.detected_at))
    return [
        *(_of_window(anomaly) if anomaly.scale is None else _of_move(anomaly, anomaly.scale)),
        _fact(
            "z",
            Text(f"{anomaly.z_score:+.4f}  beyond {_limit(anomaly.threshold)} s is an anomaly, ").append(
                f"beyond {_limit(anomaly.high_threshold)} s it is HIGH"
            ),
        ),
        _fact("check", _check(explained)),
        _fact("alert", _fate(explained)),
        *([_fact("after", Text(printable(explained.silenced_by.event_id)))] if explained.silenced_by else []),
        *_known(anomaly),
        _fact("feed", Text(f"{printable(anomaly.feed)}, detector {printable(anomaly.detector)}, {age} ago")),
        _fact("event id", Text(printable(anomaly.event_id))),
    ]


def _of_window(anomaly: StoredAnomaly) -> list[Text]:
    return [
        _fact("price", _price(anomaly, " from the mean")),
        _fact("mean", Text(f"{shown_number(anomaly.mean_price)}  of the {len(anomaly.window)} prices before")),
        _fact("stdev", Text(f"{shown_number(anomaly.stdev)}  (s)")),
    ]


def _of_move(anomaly: StoredAnomaly, scale: str) -> list[Text]:
    over = OVER[Scale(scale)] if scale in list(Scale) else f"within {printable(scale)}"
    return [
        _fact("price", _price(anomaly, f" {over}")),
        _fact("from", Text(f"{shown_number(anomaly.mean_price)}  the price that the move began at")),
        _fact("usual", Text(f"{shown_number(anomaly.stdev)}  (s): how far it usually moves {over}, at this hour")),
    ]


def _price(anomaly: StoredAnomaly, of: str) -> Text:
    deviation = signed_text(anomaly.deviation_percent, "%").append(of, style="default")
    return Text(shown_number(anomaly.current_price)).append("  ").append_text(deviation)


def _limit(limit: Decimal) -> str:
    return f"{round(limit, 2):f}".rstrip("0").rstrip(".")


def held_text(anomaly: StoredAnomaly) -> str:
    """Return what held an alert and until when: `silence k3f9q2 until 2026-11-20T19:00:00.000Z`."""
    kind, _, name = (anomaly.held_by or "").partition(":")
    return printable(f"{kind.replace('_', ' ')} {name}".strip() + f" until {anomaly.held_until}")


def _fact(name: str, value: Text) -> Text:
    return Text(f"{name:<{NAME_WIDTH}}", style="dim").append_text(value)


def _known(anomaly: StoredAnomaly) -> list[Text]:
    if anomaly.acknowledged_by is None:
        return []
    return [_fact("known to", Text(printable(f"{anomaly.acknowledged_by} since {anomaly.acknowledged_at}")))]


def _check(explained: Explanation) -> Text:
    checked = explained.recheck
    if checked.agrees:
        return Text(f"✓ {checked.says}, it agrees", style="green")
    return Text(f"✗ {checked.says}, it does NOT agree with what is stored", style="red")


def _fate(explained: Explanation) -> Text:
    if explained.anomaly.alerted:
        return Text(printable(", ".join(("e-mailed", *explained.anomaly.delivered_to))))
    if explained.anomaly.held_by:
        return Text(f"held by {held_text(explained.anomaly)}")
    by = explained.silenced_by
    if by is None:
        return Text("not e-mailed: no earlier alert is known that silenced it, so it may still be on its way")
    gap = age_text(parse_timestamp(explained.anomaly.detected_at) - parse_timestamp(by.detected_at))
    return Text(f"not e-mailed: cooled down after the {by.severity} {by.direction} {gap} before")
