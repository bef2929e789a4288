"""`finpulse up`: provision the stack and say what runs where."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli.commands.consent import Consent, preview_json
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, YesOption, called
from finpulse_cli.commands.snapshot_loading import load_snapshot, shelf, snapshots_of
from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import UsageError, call_of
from finpulse_cli.daemon.process import running
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.sandbox_snapshots import snapshot_path
from finpulse_cli.stack.target import Target, command
from finpulse_cli.stack.terraform.provision import preview, provision
from finpulse_cli.targets.current import use
from finpulse_cli.targets.resolve import EMBEDDED, resolve_target, target_to_bring_up
from finpulse_cli.web.dashboard_service import PROCESS, page_url

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
RepairOption = Annotated[
    bool, typer.Option("--repair", help="Have Terraform compare everything, and mend what was changed by hand.")
]
FromScratchOption = Annotated[
    bool, typer.Option("--from-scratch", help="Have Terraform make a first stack, and do not begin with the snapshot.")
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="NAME|FILE", help="Begin with a saved sandbox, in the place of the one there."),
]
PlanOption = Annotated[bool, typer.Option("--plan", help="On AWS: show what would change and cost, change nothing.")]


def up(
    ctx: typer.Context,
    target: TargetOption = None,
    aws: AwsOption = False,
    port: PortOption = None,
    repair: RepairOption = False,
    from_scratch: FromScratchOption = False,
    saved: FromOption = None,
    plan: PlanOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Start the target and provision the stack on it.

    Safe to run again at any time: it continues, or changes what differs. On this machine a stack that is as it was
    applied is left alone, and one of which only Lambda code changed gets that code; --repair compares everything.
    Without --target it takes the one in use, else a LocalStack that answers, else Docker with a LocalStack token, else
    embedded. With --from it begins with what `finpulse snapshot save` has saved. On AWS it shows account, plan and
    cost, and asks before it changes anything.

    Example: finpulse up --port 4570
    """
    context = called(ctx, target, aws=aws)
    chosen = resolve_target(context, context.named_target or _choice(context, port), port)
    if saved is not None:
        _load(chosen, saved, from_scratch=from_scratch, yes=yes)
        chosen = resolve_target(context, chosen.name, port)  # its key and its port are others now
    if chosen.review is None:
        if plan:
            raise UsageError("--plan is for AWS: on this machine `up` costs nothing", "leave it out, or add --aws")
        outputs = provision(context, chosen, console.stderr(), repair=repair, from_scratch=from_scratch)
    else:
        chosen.review.sign_in()  # credentials that cannot do are refused before any work, packaging included
        consent = Consent(context, chosen.root, chosen.review, yes)
        if plan:
            _preview(context, chosen, consent, as_json=as_json)
            return
        outputs = provision(context, chosen, console.stderr(), consent)
    use(chosen, context)
    _show(chosen, outputs, as_json=as_json)


def _choice(context: Context, port: int | None) -> str:
    """Choose the target where none is named, and say so on stderr; a port is the embedded one's."""
    if port is not None:
        return EMBEDDED
    name, why = target_to_bring_up(context)
    console.note(f"target {name}: {why}")
    return name


def _load(target: Target, saved: str, *, from_scratch: bool, yes: bool) -> None:
    """Take a saved sandbox in, in the place of the one that is there."""
    if from_scratch:
        raise UsageError("--from and --from-scratch ask for two beginnings", "leave one of them out")
    snapshots_of(target)
    path = snapshot_path(saved, shelf(target)).absolute()
    load_snapshot(target, path, f"up --from {saved}", yes=yes, force=False)


def _preview(context: Context, target: Target, consent: Consent, *, as_json: bool) -> None:
    consent.review.only_look()
    changes = preview(context, target, console.stderr())
    if as_json:
        console.print_json(preview_json(consent.review.scope(), changes, consent.estimate()))
        return
    consent.show(changes)
    console.note("nothing was changed; `finpulse up --aws` asks, and applies this")


def _show(target: Target, outputs: StackOutputs, *, as_json: bool) -> None:
    """Print what runs where on stdout, what to do next on stderr."""
    if as_json:
        console.print_json({"target": target.name} | dict(_places(target, outputs)))
    else:
        table = console.table(f"FinPulse on the {target.name} target", "what", "where")
        for what, where in _places(target, outputs):
            table.add_row(what, Text(where))
        console.stdout().print(table)
    for note in target.notes(outputs):
        console.note(note)
    console.note("\nnext:")
    for arguments, purpose in _NEXT:
        console.note(f"  {call_of(command(target, arguments), None):<38} {purpose}")


def _places(target: Target, outputs: StackOutputs) -> list[tuple[str, str]]:
    return [
        ("endpoint", target.place.access.endpoint_url or f"AWS, {outputs.region}, account {outputs.account}"),
        ("API", target.place.addresses.api_url(outputs)),
        ("push API", target.place.addresses.websocket_url(outputs) or "none here; pages poll"),
        ("stream", f"{outputs.stream_name} (shards: {outputs.shard_count})"),
        ("functions", ", ".join(outputs.functions.values())),
        ("tables", ", ".join(outputs.tables.values())),
        ("lake", f"s3://{outputs.lake_bucket}"),
        ("symbols", ", ".join(outputs.symbols)),
        ("dashboard", _dashboard(target, outputs)),
        ("kept in", str(target.home.root)),
        *(
            (f"log of {process.name.removeprefix('the ')}", process.log)
            for process in target.lifecycle.processes()
            if process.log
        ),
    ]


def _dashboard(target: Target, outputs: StackOutputs) -> str:
    """Return its address while it is served, else how to have it."""
    if outputs.dashboard_url is not None:
        return outputs.dashboard_url
    record = running(target.home.pid_file(PROCESS))
    if record is None or record.port is None:
        return f"run `{call_of(command(target, 'dashboard'), None)}`"
    return page_url(record.port)
