"""`finpulse anomalies`: what the detector found, and why one of them is an anomaly."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, FeedOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, UsageError, act
from finpulse_cli.features.tail.anomalies import anomalies_table, anomaly_row, columns, list_anomalies
from finpulse_cli.features.tail.explanation import Explanation, explain
from finpulse_cli.features.tail.explanation_text import explanation_text
from finpulse_cli.features.tail.feeds import require_known_feed
from finpulse_cli.features.tail.show import show_rows
from finpulse_cli.features.tail.since import parse_since
from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader
from lambdas.shared.domain.anomaly import Severity
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.event import EVENT_ID_PATTERN
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.timestamps import parse_timestamp

CHART_WIDTH, CHART_HEIGHT = 100, 15
LOOKED_BACK = 200  # earlier anomalies of the symbol among which the alert is sought that silenced one

app = typer.Typer(name="anomalies", invoke_without_command=True)

SymbolOption = Annotated[str | None, typer.Option("--symbol", metavar="SYMBOL", help="This symbol only.")]
SeverityOption = Annotated[
    Severity | None, typer.Option("--severity", metavar="MEDIUM|HIGH", case_sensitive=False, help="This severity only.")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="From 90s, 15m, 2h or 3d ago, or an ISO timestamp, on.")
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many of the newest.")]
DetectorOption = Annotated[str | None, typer.Option("--detector", metavar="NAME", help="As this detector saw it.")]
EventIdArgument = Annotated[
    str, typer.Argument(metavar="EVENT_ID", help="The 32 digits in the list's last column.", show_default=False)
]


@app.callback()
def list_command(
    ctx: typer.Context,
    symbol: SymbolOption = None,
    feed: FeedOption = None,
    severity: SeverityOption = None,
    since: SinceOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the anomalies, the newest first; `anomalies explain EVENT_ID` shows why one is an anomaly.

    Those of all feeds, each with its feed, unless --feed names one.

    Example: finpulse anomalies --severity HIGH --since 2h
    """
    if ctx.invoked_subcommand:
        return
    source = open_source(ctx, target, symbol, feed, aws=aws)
    now = source.clock()
    span = Span(since=parse_since(since, now) if since else None, limit=limit)
    require_known_feed(source, now)
    rows = [anomaly_row(anomaly) for anomaly in list_anomalies(source, span, now, severity)]
    if as_json:
        console.print_json_lines(row.values for row in rows)
    else:
        show_rows(columns(source), rows, now)
    if not rows:
        filtered = symbol or feed or severity or since
        console.note(
            "no anomaly matches" if filtered else "no anomalies yet: make one with `finpulse replay flash-crash`"
        )


@app.command("explain")
def explain_command(
    ctx: typer.Context,
    event_id: EventIdArgument,
    detector: DetectorOption = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Draw the prices before an anomaly and what its detector expected, and check the verdict.

    Of an event that several detectors found unusual each has its own; --detector names one.

    Example: finpulse anomalies explain $(finpulse anomalies --limit 1 | grep -oE '[0-9a-f]{32}')
    """
    before = ctx.parent.params if ctx.parent else {}  # options given before `explain` count as well
    source = open_source(ctx, target or before.get("target"), aws=aws or before.get("aws", False))
    explained = _explain(anomalies_table(source), event_id.strip().lower(), detector, source.clock())
    if as_json or before.get("as_json"):
        console.print_json_lines(each.values() for each in explained)
        return
    out = console.stdout()
    for place, each in enumerate(explained):
        page = explanation_text(each, min(out.width, CHART_WIDTH), CHART_HEIGHT, source.clock())
        out.print(Text("\n").append_text(page) if place else page, soft_wrap=True)


def _explain(table: DynamoAnomalyReader, event_id: str, detector: str | None, now: datetime) -> list[Explanation]:
    if not EVENT_ID_PATTERN.fullmatch(event_id):
        raise UsageError(
            f"{event_id!r} is no event id: it has 32 digits, 0-9 and a-f", act("copy one from `{}`", "anomalies")
        )
    if detector is not None and detector not in NAMES:
        raise UsageError(f"no detector is called {detector}", f"choose of {', '.join(NAMES)}")
    found = [anomaly for anomaly in table.by_event(event_id, now) if detector in (None, anomaly.detector)]
    if not found:
        of = f" of {detector}" if detector else ""
        raise FailedError(f"event {event_id} is not among the anomalies{of}", act("list them with `{}`", "anomalies"))
    span = Span(until=parse_timestamp(found[0].detected_at), limit=LOOKED_BACK)
    others = table.of_symbol(found[0].symbol, span, now, found[0].feed)
    return [explain(anomaly, others) for anomaly in found]
