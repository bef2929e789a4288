"""`finpulse snapshot`: the whole sandbox as a file, for later or for a colleague."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli.commands.confirmation import confirm
from finpulse_cli.commands.options import JsonOption, TargetOption, YesOption, chosen_target
from finpulse_cli.commands.snapshot_loading import load_snapshot, shelf, snapshots_of
from finpulse_cli.core import console
from finpulse_cli.core.errors import MissingError, act, to_run
from finpulse_cli.stack.sandbox_snapshots import SUFFIX, SavedSandbox, snapshot_path
from lambdas.shared.domain.timestamps import format_timestamp

app = typer.Typer(name="snapshot", no_args_is_help=True, add_completion=False)

NameArgument = Annotated[
    str,
    typer.Argument(metavar="NAME|FILE", help=f"A name, or a path: with a / or ending in {SUFFIX}.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Also one of another stack: `up` has Terraform change it.")]


@app.callback()
def snapshot() -> None:
    """Save the whole sandbox as a file, and load it elsewhere.

    Its tables are in the file, its stream and how far each consumer has read it, its lake, alerts and e-mails.

    Example: finpulse snapshot save before-the-crash
    """


@app.command("save")
def save_command(
    ctx: typer.Context,
    name: NameArgument,
    yes: YesOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
) -> None:
    """Save the sandbox of this moment, running or stopped. Keys and tokens stay out; e-mails and data are in it.

    Example: finpulse snapshot save ./crash.finpulse
    """
    chosen = chosen_target(ctx, target, aws=False)
    path = snapshot_path(name, shelf(chosen)).absolute()
    if path.exists():
        overwrite = act("take another name, or confirm with `{}`", f"snapshot save {name} --yes")
        confirm(f"Replace {path}?", f"{path} is there already", overwrite, yes=yes)
    saved = snapshots_of(chosen).save(path, console.note)
    _show(saved, as_json=as_json)
    console.note(f"load it with `finpulse snapshot load {name}`, there with `finpulse up --from {path.name}`")


@app.command("load")
def load_command(
    ctx: typer.Context,
    name: NameArgument,
    yes: YesOption = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
) -> None:
    """Have the next `up` begin with a saved sandbox, in the place of the one that is there.

    All of the file is checked before anything is changed.

    Example: finpulse snapshot load ./crash.finpulse
    """
    chosen = chosen_target(ctx, target, aws=False)
    path = snapshot_path(name, shelf(chosen)).absolute()
    loaded = load_snapshot(chosen, path, f"snapshot load {name}", yes=yes, force=force)
    _show(loaded, as_json=as_json)
    console.note("`finpulse up` begins with it")


@app.command("list")
def list_command(ctx: typer.Context, as_json: JsonOption = False, target: TargetOption = None) -> None:
    """List the snapshots that were saved under a name, the newest last.

    Example: finpulse snapshot list
    """
    folder = shelf(chosen_target(ctx, target, aws=False))
    rows = list(_rows(folder))
    if as_json:
        console.print_json_lines(rows)
    elif rows:
        table = console.table(None, "name", "MB", "saved at", "file")
        for row in rows:
            table.add_row(
                str(row["name"]), _megabytes(int(str(row["bytes"]))), str(row["written_at"]), str(row["file"])
            )
        console.stdout().print(table)
    if not rows:
        console.note(f"none in {folder}: save one with `finpulse snapshot save NAME`")


@app.command("delete")
def delete_command(ctx: typer.Context, name: NameArgument, yes: YesOption = False, target: TargetOption = None) -> None:
    """Delete a snapshot; a sandbox that was loaded from it stays as it is.

    Example: finpulse snapshot delete before-the-crash
    """
    path = snapshot_path(name, shelf(chosen_target(ctx, target, aws=False))).absolute()
    if not path.is_file():
        raise MissingError(f"there is no file {path}", to_run("snapshot list"))
    confirm(f"Delete {path}?", f"deletes {path}", act("confirm with `{}`", f"snapshot delete {name} --yes"), yes=yes)
    path.unlink()
    console.note(f"{path} deleted")


def _rows(folder: Path) -> Iterator[dict[str, object]]:
    for path in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime):
        told = path.stat()
        written = format_timestamp(datetime.fromtimestamp(told.st_mtime, UTC))
        yield {"name": path.name.removesuffix(SUFFIX), "file": str(path), "bytes": told.st_size, "written_at": written}


def _show(saved: SavedSandbox, *, as_json: bool) -> None:
    values: dict[str, object] = {
        "file": str(saved.path),
        "bytes": saved.size_bytes,
        "saved_at": format_timestamp(saved.saved_at),
        "files": saved.files,
        "differences": list(saved.differences),
    }
    if as_json:
        console.print_json(values)
        return
    console.note(
        f"{saved.path}: the sandbox of {saved.saved_at:%Y-%m-%d %H:%M:%S} UTC, {saved.files} files, "
        f"{_megabytes(saved.size_bytes)} MB"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"
