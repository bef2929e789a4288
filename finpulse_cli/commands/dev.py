"""`finpulse dev`: edit functions, Terraform and page while the sandbox runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from finpulse_cli.commands.consent import lost_lines, plan_line
from finpulse_cli.commands.options import TargetOption, YesOption, called, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import CliError, FailedError, MissingError, UsageError, to_run
from finpulse_cli.features.dev.edit_loop import EditLoop
from finpulse_cli.features.dev.followed_logs import FollowedLogs
from finpulse_cli.features.dev.imports import ImportTrial
from finpulse_cli.features.dev.live_code import BrokenCodeError, LiveCode
from finpulse_cli.features.dev.page_server import served_page
from finpulse_cli.features.dev.sessions import heeding_ends
from finpulse_cli.features.dev.type_check import TypeCheck
from finpulse_cli.features.dev.watching import watched
from finpulse_cli.features.tail.log_text import log_text
from finpulse_cli.processes.current_site import current_site
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.fingerprint import sources_fingerprint
from finpulse_cli.stack.terraform.json_events import Planned
from finpulse_cli.stack.terraform.provision import provision
from finpulse_cli.targets.current import use

if TYPE_CHECKING:
    from finpulse_cli.features.tail.function_logs import LogLine

NoPageOption = Annotated[bool, typer.Option("--no-page", help="Serve no page.")]


def dev(ctx: typer.Context, no_page: NoPageOption = False, yes: YesOption = False, target: TargetOption = None) -> None:
    """Bring what you save to the running sandbox, and show its logs.

    A function's code is live in a second or two; code that cannot run is shown instead, and what ran before goes on. A
    Terraform change is planned, shown and applied after a question. The page reloads itself. Ctrl-C ends it, with exit
    code 0; the sandbox stays up.

    Example: finpulse dev
    """
    context, chosen = called(ctx), chosen_target(ctx, target, aws=False)
    _require_clone(context, chosen)
    terminal = _Terminal()
    imports = ImportTrial(context.project.lambdas_dir, context.environ)
    code = LiveCode(context, chosen, imports, terminal.note)
    try:
        code.require_readable()
    except BrokenCodeError as error:
        raise FailedError(
            f"the functions cannot be packaged:\n{error}", "mend that, then run the command again"
        ) from error
    outputs = provision(context, chosen, console.stderr())
    use(chosen, context)
    types = TypeCheck(context.project, context.environ, terminal.note)
    stack = _StackChanges(context, chosen, terminal, yes=yes)
    check = types.begin if TypeCheck.is_there() else _no_types(terminal)
    loop = EditLoop(context.project, code.bring, stack.apply, check, terminal, time.monotonic)
    with ExitStack() as running:
        running.callback(types.end)
        running.enter_context(imports)
        running.enter_context(FollowedLogs(chosen.place.clients.logs, outputs.log_groups, utc_now(), terminal.line))
        if not no_page:
            _serve_page(running, context, chosen, terminal)
        terminal.note(f"watching {context.project.lambdas_dir} and {context.project.terraform_dir}; Ctrl-C ends it")
        try:
            with heeding_ends():
                loop.run(watched(context.project))
        except KeyboardInterrupt:
            terminal.note("the sandbox stays up; `finpulse down` stops it")
    for change in chosen.after_change:
        change(chosen.place.outputs(), terminal.note)


def _require_clone(context: Context, target: Target) -> None:
    """Raise unless there is something to edit around the user's folder, for a stack on this machine."""
    if not target.is_local:
        raise UsageError("what you save is brought to a sandbox on this machine only", "leave out the target")
    try:
        here = context.folder.resolve().is_relative_to(context.project.root)
    except MissingError:
        here = False
    if not here:
        raise MissingError(f"{context.folder} holds no sources of FinPulse to edit", to_run("init DIR"))


class _Terminal:
    """One terminal for what several threads have to say."""

    def __init__(self) -> None:
        self._lock = RLock()

    def note(self, words: str) -> None:
        """Say something."""
        self._print(Text(words))

    def good(self, words: str) -> None:
        """See `edit_loop.Told`."""
        self._print(Text(words, style="green"))

    def bad(self, words: str) -> None:
        """See `edit_loop.Told`."""
        self._print(Text(words, style="red"))

    def line(self, name: str, line: LogLine) -> None:
        """Show a line of a function's log."""
        self._print(Text(f"{name}  ", style="dim").append_text(log_text(line.message)))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else speak."""
        with self._lock:
            yield

    def _print(self, text: Text) -> None:
        with self._lock:
            console.stderr().print(text, soft_wrap=True)


class _StackChanges:
    """Plans a change of the stack, shows it, asks, and applies it. With `yes` nobody is asked."""

    def __init__(self, context: Context, target: Target, terminal: _Terminal, *, yes: bool) -> None:
        self._context, self._target, self._terminal, self._yes = context, target, terminal, yes
        self._applied = sources_fingerprint(context.project.terraform_dir)

    def apply(self) -> str:
        """Do it, and return what became of it. Raises CliError, with the stack as it was where the plan is refused."""
        now = sources_fingerprint(self._context.project.terraform_dir)
        if now == self._applied:
            return "no Terraform file is other than before"
        provision(self._context, self._target, console.stderr(), self._approve)
        self._applied = now
        return "applied"

    def _approve(self, changes: Sequence[Planned]) -> None:
        with self._terminal.alone():
            console.note(f"plan: {plan_line(changes)}")
            for change in changes:
                console.note(f"  {change.action} {change.address}")
            for line in lost_lines(changes):
                console.note(f"  {line}: what it holds is lost")
            if self._yes or not changes:
                return
            if not sys.stdin.isatty():
                raise FailedError("nothing was changed: there is no terminal to ask on", to_run("dev --yes"))
            if not typer.confirm("Apply this?", err=True):
                raise FailedError("nothing was changed", "save the file again to be asked again")


def _no_types(terminal: _Terminal) -> Callable[[list[str]], None]:
    """Say once that nobody looks at the types."""
    terminal.note("types are not checked: mypy is not installed beside this finpulse")
    return lambda _names: None


def _serve_page(running: ExitStack, context: Context, target: Target, terminal: _Terminal) -> None:
    """Serve the page; without it the rest goes on."""
    site = current_site(context, target.name)
    port = target.place.addresses.dashboard_port
    try:
        url = running.enter_context(served_page(context.project, site, port, context.environ, terminal.note))
    except CliError as error:
        terminal.bad("\n".join(filter(None, [f"no page: {error.message}", error.next_action])))
    else:
        terminal.note(f"the page: {url}")
