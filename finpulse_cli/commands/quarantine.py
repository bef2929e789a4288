"""`finpulse quarantine`: look at bad records one by one, and send them back."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, MissingError, UsageError, act, to_run
from finpulse_cli.features.quarantine.kept_records import Kept, KeptRecord, every_record, newest_records
from finpulse_cli.features.quarantine.kept_table import COLUMNS, kept_page, kept_row, kept_values
from finpulse_cli.features.quarantine.redrive import Outgoing, Way, as_recorded, mended, problem_of, send
from finpulse_cli.features.quarantine.redriven import Mark, marks
from finpulse_cli.features.tail.base import Source
from finpulse_cli.features.tail.show import show_rows

app = typer.Typer(name="quarantine", no_args_is_help=True, add_completion=False)

LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many of the newest.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As `quarantine list` shows it.", show_default=False)]
IdsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="As `quarantine list` shows them.", show_default=False)
]
RawOption = Annotated[bool, typer.Option("--raw", help="The record's bytes on stdout, and nothing else.")]
AllOption = Annotated[bool, typer.Option("--all", help="Every record that can be sent as it is and was not yet.")]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="Send the lines of this file in its place; - is stdin."),
]


@app.callback()
def quarantine() -> None:
    """Look at bad records, and send mended ones back.

    Example: finpulse quarantine list
    """


@app.command("list")
def list_command(
    ctx: typer.Context,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the newest records in quarantine, the newest last: why each consumer refused it, and what became of it.

    Example: finpulse quarantine list --limit 5
    """
    source = open_source(ctx, target, aws=aws)
    kept = newest_records(source.clients.s3, source.outputs.lake_bucket, limit)
    sent = marks(source.clients.s3, source.outputs.lake_bucket)
    rows = [kept_row(record, sent) for record in kept.records]
    if as_json:
        console.print_json_lines(row.values for row in rows)
    else:
        show_rows(COLUMNS, rows, source.clock())
    _warn_of_damage(kept, source)
    if not rows:
        console.note("nothing in quarantine")


@app.command("show")
def show_command(
    ctx: typer.Context,
    record_id: IdArgument,
    raw: RawOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Show one record: its place in the stream, the reasons, its bytes. With --raw into a file, to mend it there.

    Example: finpulse quarantine show 3f9c01d2ab47 --raw > record.json
    """
    source = open_source(ctx, target, aws=aws)
    [record] = _named(source, [record_id])
    sent = marks(source.clients.s3, source.outputs.lake_bucket)
    if raw:
        sys.stdout.buffer.write(record.data)
        sys.stdout.flush()
    elif as_json:
        console.print_json(kept_values(record, sent) | {"text": record.data.decode("utf-8", errors="backslashreplace")})
    else:
        console.stdout().print(kept_page(record, sent), soft_wrap=True)


@app.command("redrive")
def redrive_command(
    ctx: typer.Context,
    record_ids: IdsArgument = None,
    from_file: FromOption = None,
    every: AllOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Send records back through the stream: as they are, where that can do, or mended, from a file.

    What is sent is checked first, as the consumers check it. One that was sent is marked, and not sent again.

    Example: finpulse quarantine redrive 3f9c01d2ab47 --from record.json
    """
    ids = record_ids or []
    _require_sense(ids, from_file, every=every)
    source = open_source(ctx, target, aws=aws)
    now = source.clock()
    done = marks(source.clients.s3, source.outputs.lake_bucket)
    found = every_record(source.clients.s3, source.outputs.lake_bucket).records if every else _named(source, ids)
    left = [record for record in found if record.id not in done]
    for record in found:
        if record.id in done and not every:
            console.note(f"{record.id} was sent back at {done[record.id].redriven_at}; it is not sent again")
    outgoing = mended(left[0], _given(from_file), now) if from_file and left else _as_they_are(left, now, every=every)
    way = Way(source.clients.kinesis, source.outputs.stream_name, source.clients.s3, source.outputs.lake_bucket)
    _show_sent(send(way, outgoing, now), as_json=as_json)


def _require_sense(ids: list[str], from_file: str | None, *, every: bool) -> None:
    if every == bool(ids):
        raise UsageError("say which records: ids, or --all", to_run("quarantine list"))
    if from_file is not None and len(ids) != 1:
        raise UsageError("--from is about one record", to_run("quarantine redrive ID --from FILE"))


def _named(source: Source, ids: list[str]) -> list[KeptRecord]:
    """Return the records of these ids, in the order of their arrival. Raises FailedError for one that is not there."""
    kept = every_record(source.clients.s3, source.outputs.lake_bucket, ids)
    _warn_of_damage(kept, source)
    if missing := sorted(set(ids) - {record.id for record in kept.records}):
        raise FailedError(f"not in quarantine: {', '.join(missing)}", act("copy an id from `{}`", "quarantine list"))
    return kept.records


def _as_they_are(records: list[KeptRecord], now: datetime, *, every: bool) -> list[Outgoing]:
    """Return those that can be sent as they are. Raises FailedError for one that cannot, unless all were asked for."""
    problems = {record.id: problem_of(record, now) for record in records}
    for record in records:
        if problems[record.id] and not every:
            raise FailedError(
                f"{record.id} would be quarantined again: {problems[record.id]}",
                act("mend it: `{} > record.json`, then `{}`", f"quarantine show {record.id} --raw",
                    f"quarantine redrive {record.id} --from record.json"),
            )  # fmt: skip
    if unfit := sum(1 for problem in problems.values() if problem):
        console.note(f"{unfit} records would be quarantined again and stay where they are")
    return [as_recorded(record) for record in records if not problems[record.id]]


def _given(from_file: str) -> bytes:
    if from_file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(from_file).read_bytes()
    except OSError as error:
        raise MissingError(f"{from_file} cannot be read: {error.strerror}", "name a file, or - for stdin") from error


def _show_sent(sent: list[Mark], *, as_json: bool) -> None:
    for mark in sent:
        row = {"id": mark.id, "mended": mark.mended, "shard_id": mark.shard_id, "sequence_number": mark.sequence_number}
        if as_json:
            console.print_json_lines([row])
        else:
            how = "mended" if mark.mended else "as it was"
            console.stdout().print(f"{mark.id} sent back {how}, now {mark.sequence_number}", soft_wrap=True)
    if not sent:
        console.note("nothing was sent")


def _warn_of_damage(kept: Kept, source: Source) -> None:
    for key in kept.damaged:
        console.note(f"damaged, and left out: s3://{source.outputs.lake_bucket}/{key}")
