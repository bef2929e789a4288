"""`finpulse up`: provision the stack and say what runs where."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli import console
from finpulse_cli.account.consent import Consent, preview_json
from finpulse_cli.account.notes import notes_after_up
from finpulse_cli.commands.options import JsonOption, TargetOption, YesOption
from finpulse_cli.dashboard.service import PROCESS, page_url
from finpulse_cli.emulator.process import running
from finpulse_cli.errors import UsageError
from finpulse_cli.paths import Project
from finpulse_cli.provisioning.provision import preview, provision
from finpulse_cli.provisioning.stack import StackOutputs
from finpulse_cli.settings import Settings
from finpulse_cli.targets.aws import AwsTarget
from finpulse_cli.targets.base import Target, command
from finpulse_cli.targets.current import use
from finpulse_cli.targets.resolve import EMBEDDED, resolve_target, target_to_bring_up

_NEXT = (
    ("status", "health of every part"),
    ("replay flash-crash", "a recorded crash through the whole pipeline"),
    ("tail prices -f", "prices as they come in, one minute after the other"),
    ("dashboard", "all of it in the browser, pushed as it happens"),
)
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port", min=1024, max=65533, help="Port of the emulator; the next serves quotes, the third the page. [4566]"
    ),
]
PlanOption = Annotated[bool, typer.Option("--plan", help="On AWS: show what would change and cost, change nothing.")]


def up(
    target: TargetOption = None,
    port: PortOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Start the target and provision the stack on it.

    Safe to run again at any time: it continues, repairs or changes nothing. Without --target it takes the one in use,
    else a LocalStack that answers, else Docker with a LocalStack token, else embedded. On AWS it shows account, plan
    and cost, and asks before it changes anything.

    Example: finpulse up --port 4570
    """
    settings, project = Settings.from_environment(os.environ), Project.find(Path.cwd())
    chosen = resolve_target(target or _choice(settings, port), settings, Path.cwd(), port)
    if not isinstance(chosen, AwsTarget):
        if plan:
            raise UsageError("--plan is for AWS: on this machine `up` costs nothing", "leave it out, or add --aws")
        outputs = provision(project, chosen, os.environ, console.stderr())
    else:
        chosen.sign_in()  # credentials that cannot do are refused before any work, packaging included
        if plan:
            _preview(project, chosen, as_json=as_json)
            return
        outputs = provision(project, chosen, os.environ, console.stderr(), Consent(project, chosen, os.environ, yes))
    use(chosen, project, settings)
    _show(chosen, outputs, as_json=as_json)


def _choice(settings: Settings, port: int | None) -> str:
    """The target where none is named, said on stderr; a port is the embedded one's."""
    if port is not None:
        return EMBEDDED
    name, why = target_to_bring_up(settings, Path.cwd(), os.environ, Path.home())
    console.note(f"target {name}: {why}")
    return name


def _preview(project: Project, target: AwsTarget, *, as_json: bool) -> None:
    target.only_look()
    changes = preview(project, target, os.environ, console.stderr())
    consent = Consent(project, target, os.environ, yes=False)
    if as_json:
        console.print_json(preview_json(target, changes, consent.estimate()))
        return
    consent.show(changes)
    console.note("nothing was changed; `finpulse up --aws` asks, and applies this")


def _show(target: Target, outputs: StackOutputs, *, as_json: bool) -> None:
    """What runs where on stdout, what to do next on stderr."""
    if as_json:
        console.print_json({"target": target.name} | dict(_places(target, outputs)))
    else:
        table = console.table(f"FinPulse on the {target.name} target", "what", "where")
        for what, where in _places(target, outputs):
            table.add_row(what, Text(where))
        console.stdout().print(table)
    if isinstance(target, AwsTarget):
        for note in notes_after_up(target, outputs, os.environ):
            console.note(note)
    console.note("\nnext:")
    for arguments, purpose in _NEXT:
        console.note(f"  {command(target, arguments).strip('`'):<38} {purpose}")


def _places(target: Target, outputs: StackOutputs) -> list[tuple[str, str]]:
    return [
        ("endpoint", target.access.endpoint_url or f"AWS, {outputs.region}, account {outputs.account}"),
        ("API", target.api_url(outputs)),
        ("push API", target.websocket_url(outputs) or "none here; pages poll"),
        ("stream", f"{outputs.stream_name} (shards: {outputs.shard_count})"),
        ("functions", ", ".join(outputs.functions.values())),
        ("tables", ", ".join(outputs.tables.values())),
        ("lake", f"s3://{outputs.lake_bucket}"),
        ("symbols", ", ".join(outputs.symbols)),
        ("dashboard", _dashboard(target, outputs)),
        *(
            (f"log of {process.name.removeprefix('the ')}", process.log)
            for process in target.processes()
            if process.log
        ),
    ]


def _dashboard(target: Target, outputs: StackOutputs) -> str:
    """Its address while it is served, else how to have it."""
    if outputs.dashboard_url is not None:
        return outputs.dashboard_url
    record = running(target.home.pid_file(PROCESS))
    if record is None or record.port is None:
        return f"run {command(target, 'dashboard')}"
    return page_url(record.port)
