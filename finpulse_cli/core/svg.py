"""A drawing as an SVG document: pure text, no library."""

from __future__ import annotations

from html import escape


def svg_document(title: str, size: tuple[float, float], body: str, note: str) -> str:
    """Return a white page of `size` pixels with the title on top, `body` (SVG elements), and the note at the bottom."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="14" role="img"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        f'<text x="20" y="34" font-size="17" font-weight="bold">{escape(title)}</text>{body}'
        f'<text x="20" y="{height - 14}" font-size="12" fill="#52606d">{escape(note)}</text></svg>\n'
    )
