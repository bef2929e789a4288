"""Detectors side by side as a drawing: the prices of each symbol, and under them a row of marks for each detector."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from finpulse_cli.core.svg import svg_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finpulse_cli.features.evaluation.side_by_side import Alert
    from lambdas.shared.domain.event import PriceEvent

_WIDTH, _LEFT, _RIGHT, _TOP = 960, 150, 20, 64
_PLOT, _ROW, _GAP = 120, 22, 34
_COLOURS = ("#2f6fde", "#d64545", "#0f9d58", "#f0a500")


def comparison_chart(title: str, names: Sequence[str], events: Sequence[PriceEvent], alerts: Sequence[Alert]) -> str:
    """Return an SVG document with a panel for each symbol: its events one after the other, from left to right."""
    symbols = list(dict.fromkeys(event.symbol for event in events))
    panel = _PLOT + len(names) * _ROW + _GAP
    body = "".join(
        _panel(
            _TOP + place * panel,
            names,
            [event for event in events if event.symbol == symbol],
            [alert for alert in alerts if alert.event.symbol == symbol],
        )
        for place, symbol in enumerate(symbols)
    )
    note = "A mark is an alert; its colour is the detector's."
    return svg_document(title, (_WIDTH, _TOP + len(symbols) * panel + 30), body, note)


def _panel(top: float, names: Sequence[str], events: Sequence[PriceEvent], alerts: Sequence[Alert]) -> str:
    prices = [float(event.price) for event in events]
    low, high = min(prices), max(prices)
    step, scale = (_WIDTH - _LEFT - _RIGHT) / max(len(events) - 1, 1), _PLOT / ((high - low) or 1)
    across = {event.event_id: round(_LEFT + place * step, 1) for place, event in enumerate(events)}
    line = " ".join(
        f"{across[event.event_id]},{round(top + (high - price) * scale, 1)}"
        for event, price in zip(events, prices, strict=True)
    )
    labels = "".join(
        f'<text x="20" y="{top + down}"{style}>{escape(text)}</text>'
        for text, down, style in (
            (events[0].symbol, 14, ' font-weight="bold"'),
            (f"{high:g}", 34, ' font-size="12"'),
            (f"{low:g}", _PLOT, ' font-size="12"'),
        )
    )
    rows = "".join(_row(top + _PLOT, place, name, across, alerts) for place, name in enumerate(names))
    return f'{labels}<polyline points="{line}" fill="none" stroke="#52606d" stroke-width="1"/>{rows}'


def _row(top: float, place: int, name: str, across: dict[str, float], alerts: Sequence[Alert]) -> str:
    middle, colour = top + place * _ROW + 20, _COLOURS[place % len(_COLOURS)]
    marks = "".join(
        f'<circle cx="{across[alert.event.event_id]}" cy="{middle - 4}" r="4" fill="{colour}">'
        f"<title>{alert.z[name]:+.2f}</title></circle>"
        for alert in alerts
        if name in alert.z
    )
    return f'<text x="20" y="{middle}" fill="{colour}">{escape(name)}</text>{marks}'
