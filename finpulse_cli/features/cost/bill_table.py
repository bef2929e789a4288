"""An estimate on the screen: the bill by service, what goes beyond a limit, and the same as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from finpulse_cli.core import console
from finpulse_cli.features.cost.asking import asking_object, asking_text
from finpulse_cli.features.cost.formatting import (
    load_text,
    notes,
    number_text,
    price_text,
    quantity_text,
    takes_text,
    usd_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console, RenderableType

    from finpulse_cli.features.cost.billing import Line
    from finpulse_cli.features.cost.check import Check
    from finpulse_cli.features.cost.estimate import Estimate

WIDEST = 140
WIDE = 100  # characters; below, price and allowance are left out
INDENT = (0, 0, 0, 2)


def show_table(estimate: Estimate, environ: Mapping[str, str]) -> None:
    """Print the bill and the limits on stdout, what they assume on stderr. `environ` is the user's environment."""
    out = _screen(environ)
    out.print(Text(f"USD a month on AWS: {load_text(estimate.flow.load)}", style="bold"))
    if estimate.flow.load.asking:
        out.print(Text(f"The provider is asked {asking_text(estimate.flow.load.asking)}."))
    out.print(_bill(estimate, wide=out.width >= WIDE))
    out.print(Text(f"\n{takes_text(estimate)}"))
    if estimate.warnings:
        out.print(Text("\nThe stack as declared is not enough for this load:", style="bold yellow"))
        out.print(_limits(estimate.warnings))
    console.note("")
    for note in notes(estimate):
        console.note(note)


def show_json(estimate: Estimate) -> None:
    """One object a line: `line` and `limit` objects, one `requests` of the stack's own load, then one `total`."""
    console.print_json_lines(json_objects(estimate))


def json_objects(estimate: Estimate) -> Iterator[dict[str, object]]:
    """Return the estimate as plain values; the lines' `usd` add up to the total."""
    for line in estimate.lines:
        yield _line_object(line)
    for check in estimate.checks:
        limit = {"needs": round(check.needs, 3), "has": round(check.has, 3)}
        yield {"kind": "limit", "what": check.what, **limit, "holds": check.holds, "advice": check.advice}
    if estimate.flow.load.asking:
        yield {"kind": "requests"} | asking_object(estimate.flow.load.asking)
    yield {
        "kind": "total",
        "usd": estimate.total,
        "load": {key: round(value, 6) if isinstance(value, Decimal) else value for key, value in _load(estimate)},
        "shards": estimate.flow.shards,
        "free_tier": estimate.free_tier,
        "notes": notes(estimate),
    }


def by_service(lines: tuple[Line, ...]) -> dict[str, list[Line]]:
    """Return the lines by service, services in the order of their first lines."""
    services: dict[str, list[Line]] = {}
    for line in lines:
        services.setdefault(line.service, []).append(line)
    return services


def subtotal(lines: list[Line]) -> Decimal:
    """USD of some lines."""
    return sum((line.usd for line in lines), Decimal(0))


def _screen(environ: Mapping[str, str]) -> Console:
    """Return the console of the table.

    A file or a pipe has no edge: it gets every column, unless COLUMNS says how wide it is.
    """
    out = console.stdout()
    if not out.is_terminal and "COLUMNS" not in environ:
        out.width = WIDEST
    return out


def _load(estimate: Estimate) -> list[tuple[str, object]]:
    load = estimate.flow.load
    return [
        ("symbols", load.symbols),
        ("interval", load.interval_seconds),
        ("queries", load.queries_per_month),
        ("dashboards", load.dashboards),
        ("events_per_second", load.events_per_second),
    ]


def _line_object(line: Line) -> dict[str, object]:
    return {
        "kind": "line",
        "service": line.service,
        "what": line.what,
        "quantity": round(line.quantity, 6),
        "unit": line.price.unit,
        "price_usd": line.price.list_usd,
        "per": line.price.per,
        "free": round(line.free, 6),
        "usd": line.usd,
        "page": line.price.page,
        "looked_up": line.price.looked_up.isoformat(),
        "confirmed": str(line.price.confirmed),
    }


def _bill(estimate: Estimate, *, wide: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("what", overflow="fold")
    table.add_column("quantity", justify="right", no_wrap=True)
    table.add_column("unit", overflow="fold")
    if wide:
        table.add_column("price", justify="right", no_wrap=True)
        table.add_column("free", justify="right", no_wrap=True)
    table.add_column("USD", justify="right", no_wrap=True)
    for service, lines in by_service(estimate.lines).items():
        blanks = [""] * (4 if wide else 2)
        table.add_row(Text(service, style="bold"), *blanks, Text(usd_text(subtotal(lines)), style="bold"))
        for line in lines:
            table.add_row(*_cells(line, wide=wide))
    table.add_section()
    table.add_row(Text("total", style="bold"), *blanks, Text(f"{estimate.total:,.2f}", style="bold"))
    return table


def _cells(line: Line, *, wide: bool) -> list[RenderableType]:
    prices = [Text(price_text(line.price)), Text(quantity_text(line.free) if line.free else "")] if wide else []
    return [
        Padding(Text(line.what), INDENT),
        Text(quantity_text(line.quantity)),
        Text(line.price.unit),
        *prices,
        Text(usd_text(line.usd), style="dim" if not line.usd else ""),
    ]


def _limits(warnings: tuple[Check, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("limit", overflow="fold")
    table.add_column("needs", justify="right", no_wrap=True)
    table.add_column("has", justify="right", no_wrap=True)
    table.add_column("what to do", overflow="fold")
    for check in warnings:
        table.add_row(check.what, number_text(check.needs), number_text(check.has), check.advice)
    return table
