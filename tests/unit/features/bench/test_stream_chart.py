"""The chart is a whole SVG document whose bars are to scale."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from finpulse_cli.features.bench.stream_bench import Flow
from finpulse_cli.features.bench.stream_chart import chart

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_what_they_show() -> None:
    flows = [Flow("noop", 2000.0, 1, 2, None, None), Flow("real", 500.0, 1, 2, 1.0, 1.0)]
    root = ET.fromstring(chart("a < b", "a machine & more", flows))  # noqa: S314 - our own text
    _, *bars = [float(rect.get("width", "")) for rect in root.iter(f"{SVG}rect")]
    assert bars[0] == 4 * bars[1]
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "a < b" in texts
    assert "500 events/s" in texts
    assert "a machine & more" in texts
