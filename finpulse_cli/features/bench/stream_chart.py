"""The benchmark's chart: bars of events a second, as SVG. Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from finpulse_cli.core.svg import svg_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finpulse_cli.features.bench.stream_bench import Flow

_WIDTH, _LEFT, _BAR, _GAP, _TOP = 720, 150, 34, 18, 64
_COLOURS = {"noop": "#9aa5b1", "real": "#2f6fde"}


def chart(title: str, machine: str, flows: Sequence[Flow]) -> str:
    """Return an SVG document with a bar for each flow, as long as its events a second, the machine named below."""
    longest = max((flow.events_per_second for flow in flows), default=1.0) or 1.0
    scale = (_WIDTH - _LEFT - 120) / longest
    height = _TOP + len(flows) * (_BAR + _GAP) + 36
    bars = "".join(_bar(flow, _TOP + place * (_BAR + _GAP), scale) for place, flow in enumerate(flows))
    return svg_document(title, (_WIDTH, height), bars, machine)


def _bar(flow: Flow, top: int, scale: float) -> str:
    length = round(flow.events_per_second * scale, 1)
    middle = top + _BAR / 2 + 5
    return (
        f'<text x="20" y="{middle}">{escape(flow.consumers)} consumers</text>'
        f'<rect x="{_LEFT}" y="{top}" width="{length}" height="{_BAR}" fill="{_COLOURS[flow.consumers]}"/>'
        f'<text x="{_LEFT + length + 8}" y="{middle}">{flow.events_per_second:,.0f} events/s</text>'
    )
