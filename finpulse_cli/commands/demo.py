"""`finpulse demo`: from nothing to the first anomaly, here and in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from finpulse_cli.commands.dashboard import dashboard
from finpulse_cli.commands.options import JsonOption, called
from finpulse_cli.commands.replay import replay
from finpulse_cli.commands.up import PortOption
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import MissingError, call_of
from finpulse_cli.daemon.probe import NEIGHBOURS, free_ports, port_is_free
from finpulse_cli.stack.terraform.provision import provision
from finpulse_cli.targets.current import use
from finpulse_cli.targets.embedded.target import DEFAULT_PORT
from finpulse_cli.targets.resolve import EMBEDDED, resolve_target

FIXTURE = "flash-crash"
_NEXT = (
    ("status", "health of every part, and where its state lies"),
    ("anomalies", "each with its event id, for `anomalies explain` and `trace`"),
    ("tail prices -f", "the live market, a quote a minute"),
    ("down", "stops it and keeps its state; with --purge nothing is left"),
)


def demo(
    ctx: typer.Context,
    port: PortOption = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Start the sandbox here, replay a flash crash through it, and show the anomalies and the dashboard.

    Needs no account, no Docker and, as long as the stack is the one that FinPulse brings, no Terraform. Safe to run
    again: the sandbox goes on, and the crash comes as a feed of its own. With --json it prints two documents: what the
    replay left, and the dashboard's address.

    Example: finpulse demo
    """
    context = called(ctx, EMBEDDED)
    _bring_up(context, port)
    replay(ctx, FIXTURE, expect=True, json_output=as_json)
    try:
        dashboard(ctx, no_open=no_open, background=True, as_json=as_json)
    except MissingError as error:  # in a clone the page is built with Node.js
        console.note(f"the dashboard is left out, all else is up: {error.message}\nnext:  {error.next_action}")
    console.note("\nnext:")
    for command, purpose in _NEXT:
        console.note(f"  {call_of(command, context.named_target):<26} {purpose}")


def _bring_up(context: Context, port: int | None) -> None:
    """Provision the embedded target, and make it the one that commands mean."""
    target = resolve_target(context, EMBEDDED, port or _port_if_first(context))
    provision(context, target, console.stderr())
    use(target, context)
    if context.settings.target is None:
        context.named_target = None
    console.note(f"the sandbox is up at {target.place.access.endpoint_url}, its state in {target.home.root}")


def _port_if_first(context: Context) -> int | None:
    """Return free ports' first for a sandbox that is not there yet, where the usual ones are taken."""
    home = context.project.target_home(EMBEDDED, context.settings)
    if home.instance.exists() or all(port_is_free(DEFAULT_PORT + more) for more in range(NEIGHBOURS)):
        return None
    return free_ports(DEFAULT_PORT + NEIGHBOURS)
