"""`finpulse mail`: the mailbox of a sandbox, whose SNS sends no e-mail out of this machine."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.features.tail.base import Source
from finpulse_cli.features.tail.cells import printable
from finpulse_cli.features.tail.mails import COLUMNS, find_mail, mail_folder, mail_rows, mail_values
from finpulse_cli.features.tail.show import show_rows
from finpulse_cli.stack.mail_confirmation import confirm, confirmation_requests
from finpulse_cli.stack.mailbox import Mail

app = typer.Typer(name="mail", invoke_without_command=True)

LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many of the newest.")]
IdArgument = Annotated[
    str | None, typer.Argument(metavar="[ID]", help="How its id begins. [the newest e-mail]", show_default=False)
]
AddressArgument = Annotated[
    str | None, typer.Argument(metavar="[ADDRESS]", help="For this address only. [all that wait]", show_default=False)
]


@app.callback()
def list_command(
    ctx: typer.Context,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the newest e-mails that the sandbox's SNS has sent: alerts, alarms, requests to confirm.

    They lie in a Maildir that mail programs open, too. `mail show` prints one, `mail confirm` agrees to a subscription.

    Example: finpulse mail --limit 5
    """
    if ctx.invoked_subcommand:
        return
    source = open_source(ctx, target, aws=aws)
    folder = mail_folder(source)
    rows = mail_rows(folder, limit)
    if as_json:
        console.print_json_lines(row.values for row in rows)
        return
    show_rows(COLUMNS, rows, source.clock())
    console.note(f"mailbox: {folder.path}" if rows else "no e-mail yet; make one with `finpulse replay flash-crash`")


@app.command("show")
def show_command(
    ctx: typer.Context,
    mail_id: IdArgument = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Show an e-mail as its receiver sees it.

    Example: finpulse mail show
    """
    mail = find_mail(mail_folder(_source(ctx, target, aws=aws)), mail_id or "")
    if as_json or _before(ctx, "as_json"):
        console.print_json(mail_values(mail))
    else:
        console.stdout().print(_shown(mail), soft_wrap=True)


@app.command("confirm")
def confirm_command(
    ctx: typer.Context,
    address: AddressArgument = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Agree to the e-mail subscriptions that wait for it, as the link in their e-mails does.

    Safe to run again: what was agreed to stays so.

    Example: finpulse mail confirm
    """
    source = _source(ctx, target, aws=aws)
    requests = confirmation_requests(mail_folder(source).mails())
    asked = [request for request in requests if address in (None, request.address)]
    if address is not None and not asked:
        raise FailedError(f"no e-mail asks {address} to confirm anything", to_run("mail"))
    confirmed = confirm(source.clients.sns, asked)
    rows = [{"address": request.address, "topic_arn": request.topic_arn} for request in confirmed]
    if as_json or _before(ctx, "as_json"):
        console.print_json_lines(rows)
        return
    for row in rows:
        console.stdout().print(
            f"{row['address']} gets the messages of {row['topic_arn']}", markup=False, soft_wrap=True
        )
    if not rows:
        console.note("no subscription waits to be confirmed")


def _source(ctx: typer.Context, target: str | None, *, aws: bool) -> Source:
    """Open the target; options given before the subcommand count as well."""
    return open_source(ctx, target or _before(ctx, "target"), aws=aws or bool(_before(ctx, "aws")))


def _before(ctx: typer.Context, name: str) -> str | None:
    value: str | None = ctx.parent.params.get(name) if ctx.parent else None
    return value


def _shown(mail: Mail) -> Text:
    headers = (("From", mail.sender), ("To", mail.to), ("Date", f"{mail.sent_at:%a, %d %b %Y %H:%M:%S %z}"))
    page = Text()
    for name, value in (*headers, ("Subject", mail.subject)):
        page.append(f"{name}: ", style="dim").append(f"{printable(value)}\n")
    lines = "\n".join(printable(line) for line in mail.text.rstrip("\n").split("\n"))
    return page.append(f"\n{lines}")
