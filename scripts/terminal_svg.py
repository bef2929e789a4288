"""Draws what a terminal showed, line by line at its time, as an SVG that plays wherever an image may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS, ROWS = 100, 30
_FONT, _LINE, _GLYPH, _EDGE, _BAR = 13, 18, 7.83, 16, 30  # pixels; a glyph of a monospaced font is 0.602 em wide
_FAMILY = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'
_HOLD_SECONDS = 6.0  # how long the end is shown before it begins again
_SGR = re.compile(r"\x1b\[([\d;]*)m")
_CONTROL = re.compile(r"\x1b\[[\d;?]*[A-Za-ln-z]|[\r\x07]")  # all but colours
_COLOURS = ("#6e7681", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#e6edf3")
_TEXT, _GROUND, _DIM = "#e6edf3", "#0d1117", "#8b949e"


@dataclass(frozen=True, slots=True)
class Shown:
    """One line with its escape sequences, and when it was shown, in seconds from the beginning."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class _Style:
    colour: str = _TEXT
    bold: bool = False

    def after(self, codes: str) -> _Style:
        """Return the style that the codes of one SGR sequence lead to; those of a ground are passed over."""
        style = self
        for code in (int(code or 0) for code in codes.split(";")):
            if code == 0:
                style = _Style()
            elif code == 1:
                style = _Style(style.colour, bold=True)
            elif code == 2:
                style = _Style(_DIM, style.bold)
            elif 30 <= code <= 37 or 90 <= code <= 97:
                style = _Style(_COLOURS[code % 10], style.bold)
        return style


def without_long_waits(lines: Sequence[Shown], longest_seconds: float) -> list[Shown]:
    """Return the lines with every wait between two of them cut to `longest_seconds`."""
    told: list[Shown] = []
    now = before = 0.0
    for line in lines:
        now += min(line.at - before, longest_seconds)
        before = line.at
        told.append(Shown(now, line.text))
    return told


def svg(lines: Sequence[Shown], title: str) -> str:
    """Draw the lines, in the order of their times; the last `ROWS` of those that are there are in the window."""
    total = lines[-1].at + _HOLD_SECONDS
    width, height = round(COLUMNS * _GLYPH + 2 * _EDGE), ROWS * _LINE + _BAR + _EDGE
    rows = "\n".join(_row(index, line, total) for index, line in enumerate(lines))
    appearing = "\n".join(_appearing(index, line, total) for index, line in enumerate(lines))
    last = f"translateY({_shift(len(lines))}px)"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">
<title>{escape(title)}</title>
<style>
text {{ font: {_FONT}px {_FAMILY}; white-space: pre }}
.r {{ animation-duration: {total:.2f}s; animation-iteration-count: infinite; animation-timing-function: step-end }}
#s {{ animation: s {total:.2f}s step-end infinite }}
{appearing}
@keyframes s {{ {_scrolling(lines, total)} }}
@media (prefers-reduced-motion: reduce) {{ .r {{ animation: none }} #s {{ animation: none; transform: {last} }} }}
</style>
<rect width="{width}" height="{height}" rx="8" fill="{_GROUND}"/>
<g fill="{_DIM}"><circle cx="18" cy="15" r="5"/><circle cx="36" cy="15" r="5"/><circle cx="54" cy="15" r="5"/></g>
<svg x="0" y="{_BAR}" width="{width}" height="{ROWS * _LINE + 4}"><g id="s">
{rows}
</g></svg>
</svg>
"""


def _row(index: int, line: Shown, total: float) -> str:
    spans = "".join(_span(text, style) for text, style in _runs(line.text) if text)
    moving = f' class="r" style="animation-name:r{index}"' if 0 < line.at < total else ""
    return f'<text{moving} x="{_EDGE}" y="{(index + 1) * _LINE - 4}" fill="{_TEXT}">{spans}</text>'


def _runs(text: str) -> Iterator[tuple[str, _Style]]:
    """Yield the line's pieces, each with its style, cut at the window's edge."""
    style, left = _Style(), COLUMNS
    pieces = _SGR.split(_CONTROL.sub("", text))
    for index, piece in enumerate(pieces):
        if index % 2:
            style = style.after(piece)
        else:
            yield piece[:left], style
            left -= len(piece[:left])


def _span(text: str, style: _Style) -> str:
    colour = f' fill="{style.colour}"' if style.colour != _TEXT else ""
    weight = ' font-weight="bold"' if style.bold else ""
    return f"<tspan{colour}{weight}>{escape(text)}</tspan>" if colour or weight else escape(text)


def _appearing(index: int, line: Shown, total: float) -> str:
    if line.at <= 0:
        return ""
    return f"@keyframes r{index} {{ 0% {{ opacity: 0 }} {100 * line.at / total:.2f}% {{ opacity: 1 }} }}"


def _scrolling(lines: Sequence[Shown], total: float) -> str:
    steps = [
        f"{100 * line.at / total:.2f}% {{ transform: translateY({_shift(index + 1)}px) }}"
        for index, line in enumerate(lines)
        if index >= ROWS
    ]
    return " ".join(["0% { transform: none }", *steps])


def _shift(shown: int) -> int:
    """Return how far the lines have moved up, in pixels, once so many are shown."""
    return -max(0, shown - ROWS) * _LINE
