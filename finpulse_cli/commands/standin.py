"""`finpulse standin`: providers of quotes to try things on, with the limits and the faults of the real ones."""

from __future__ import annotations

from random import Random
from typing import Annotated

import typer

from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.processes.quote_server import HOLD_SECONDS, serve
from finpulse_cli.standins.provider.conduct import Conduct, parse_replies
from finpulse_cli.standins.provider.faults import Fault, parse_faults
from finpulse_cli.standins.provider.latency import parse_latency
from finpulse_cli.standins.provider.throttle import parse_throttle

FixtureArgument = Annotated[
    str, typer.Argument(metavar="[FIXTURE]", help="A fixture's name, or a file or folder of replies.")
]
PortOption = Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one.")]
ThrottleOption = Annotated[
    str,
    typer.Option("--throttle", metavar="LIMITS", help="Refuse more, as the providers do, such as 1/second,25/day."),
]
ErrorsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--errors",
        metavar="[SYMBOL=]FAULT[:SHARE%]",
        help=f"Let calls go wrong, all or a share of them; repeat it or separate by commas: {', '.join(Fault)}.",
    ),
]
LatencyOption = Annotated[
    str, typer.Option("--latency", metavar="TIME", help="Take so long to answer, such as 200ms or 50ms-2s.")
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Draw faults and latencies by this seed.")]
ReplyOption = Annotated[
    list[str] | None,
    typer.Option("--reply", metavar="[SYMBOL=]FILE", help="Answer with this file word for word; repeat it for others."),
]
HoldOption = Annotated[float, typer.Option("--hold-seconds", help="How long the fault `timeout` holds a call.")]


def standin(
    fixture: FixtureArgument = "market-day",
    port: PortOption = 4580,
    throttle: ThrottleOption = "",
    errors: ErrorsOption = None,
    latency: LatencyOption = "0ms",
    seed: SeedOption = 1,
    reply: ReplyOption = None,
    hold_seconds: HoldOption = HOLD_SECONDS,
) -> None:
    """Play Alpha Vantage and Finnhub on this machine, from a fixture, until Ctrl-C.

    Alpha Vantage is at /query, Finnhub at /api/v1/quote; any key will do. Each provider counts its own requests. The
    same seed and the same calls show the same faults, so that a failure can be had again.

    Example: finpulse standin flash-crash --throttle 5/minute,25/day --errors http-500:10%,TSLA=empty --latency 50ms-1s
    """
    limits, words, span, randomness = throttle, parse_replies(reply or ()), parse_latency(latency), Random(seed)  # noqa: S311

    def conduct() -> Conduct:
        faults = parse_faults(errors or (), Random(seed))  # noqa: S311 - it only draws faults
        return Conduct(faults, parse_throttle(limits), words)

    conduct()  # what cannot be read is said before the fixture is
    console.note("ALPHA_VANTAGE_URL, and FINNHUB_URL with /api/v1, have `finpulse record` ask this server")
    serve(port, fixture, conduct, utc_now, hold_seconds, lambda: span.seconds(randomness))
