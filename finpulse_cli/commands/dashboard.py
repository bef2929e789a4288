"""`finpulse dashboard`: build the web dashboard if needed, serve it on loopback and open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, called, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, MissingError, act
from finpulse_cli.daemon.lock import exclusive
from finpulse_cli.daemon.loopback import serve_until_told
from finpulse_cli.daemon.probe import free_ports, port_is_free
from finpulse_cli.daemon.process import running
from finpulse_cli.daemon.service import ensure_running
from finpulse_cli.processes.current_site import current_site
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.provision import provisioned
from finpulse_cli.web.build import build_if_needed, require_built
from finpulse_cli.web.dashboard_service import PROCESS, answers, dashboard_service, page_url
from finpulse_cli.web.opening import open_page
from finpulse_cli.web.origins import let_in_variable, require_let_in
from finpulse_cli.web.server import DashboardServer
from finpulse_cli.web.site import Site

PortOption = Annotated[
    int | None, typer.Option("--port", min=1024, max=65535, help="Port of the page. [the emulator's and 2]")
]


@dataclass(frozen=True, slots=True)
class _Wish:
    """How the user wants the address shown."""

    context: Context
    opened: bool
    as_json: bool

    def show(self, url: str, how_to_end: str) -> None:
        """Print the address on stdout, the rest on stderr."""
        if self.as_json:
            console.print_json({"url": url})
        else:
            console.stdout().print(url)
        console.note(how_to_end)
        if self.opened and not open_page(url, self.context.environ):
            console.note("no browser to open here; open the address in one of this machine's")


def dashboard(
    ctx: typer.Context,
    port: PortOption = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    no_build: Annotated[bool, typer.Option("--no-build", help="Serve what was built before, however old.")] = False,
    background: Annotated[bool, typer.Option("--background", help="Serve until `finpulse down`.")] = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Build the web dashboard if its sources changed, serve it on this machine and open it.

    It shows the stack that is up. Ctrl-C ends it, with exit code 0: that is how it is meant to end. On AWS the page is
    hosted there already: it is only opened.

    Example: finpulse dashboard --no-open
    """
    context, chosen = called(ctx), chosen_target(ctx, target, aws=aws)
    outputs = provisioned(context, chosen, console.stderr())
    wish = _Wish(context, opened=not no_open, as_json=as_json)
    if not chosen.is_local:
        wish.show(_hosted(outputs), "hosted on AWS; what it shows is polled or pushed by the stack itself")
        return
    require_built(context.project) if no_build else build_if_needed(context.project, context.environ, console.note)
    if (served := _served_port(chosen)) is not None and port in (None, served):
        wish.show(page_url(served), "served in the background; `finpulse down` ends it")
        return
    wanted = port or chosen.place.addresses.dashboard_port
    _require_free(wanted)
    require_let_in(chosen.place.addresses.api_url(outputs), wanted)
    if background:
        _start(context, chosen, wanted)
        wish.show(page_url(wanted), "served in the background; `finpulse down` ends it")
        return
    server = _server(wanted, current_site(context, context.named_target))
    wish.show(page_url(wanted), "Ctrl-C ends it")
    serve_until_told(server)


def _hosted(outputs: StackOutputs) -> str:
    """Return the address of the page that the stack hosts."""
    if outputs.dashboard_url is None:
        raise MissingError(
            "this stack hosts no dashboard: it was applied with dashboard_hosting = false",
            act("run `{}` without TF_VAR_dashboard_hosting", "up --aws"),
        )
    return outputs.dashboard_url


def _served_port(target: Target) -> int | None:
    """Return the port of this target's dashboard; None where none is served in the background."""
    record = running(target.home.pid_file(PROCESS))
    return record.port if record is not None and answers(record.port) else None


def _start(context: Context, target: Target, port: int) -> None:
    with exclusive(target.home.lock, console.note):
        ensure_running(dashboard_service(context.project, target.home, context.environ, port), console.note)


def _server(port: int, site: Site) -> DashboardServer:
    try:
        return DashboardServer(port, site)
    except OSError as error:
        raise _taken(port) from error


def _require_free(port: int) -> None:
    if not port_is_free(port):
        raise _taken(port)


def _taken(port: int) -> FailedError:
    other = free_ports(port + 1, 1)
    return FailedError(
        f"port {port} is taken by another program",
        act(
            f"end that program, or take another port: {let_in_variable(other)} {{}}, then `{{}}`",
            "up",
            f"dashboard --port {other}",
        ),
    )
