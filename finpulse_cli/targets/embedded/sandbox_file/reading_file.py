"""Reads a sandbox's file for this FinPulse: whole, of this format, made on this emulator, or refused."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError, act
from finpulse_cli.core.virtual_clock import ClockState
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.packaging import functions
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.sandbox_file.contents import CLOCK, FORMAT, OUTPUTS, WrongFormatError, is_text
from finpulse_cli.targets.embedded.sandbox_file.masks import require_known_tokens
from finpulse_cli.targets.embedded.sandbox_file.saving_file import shared_variables, terraform_digests
from finpulse_cli.targets.embedded.sandbox_file.zip_file import DamagedError, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from finpulse_cli.core.paths import Project
    from finpulse_cli.targets.embedded.sandbox_file.contents import Contents
    from finpulse_cli.targets.embedded.sandbox_file.zip_file import Archive

_ROOM = 0.9  # of what the disk has free
_ANOTHER = "have the file saved once more, and copied whole"


@contextmanager
def read_sandbox(path: Path, disk: Path) -> Iterator[Archive]:
    """Yield the archive, all of it checked; `disk` is a folder on the disk that it will lie on.

    Raises MissingError when there is no such file, FailedError when it cannot be loaded here.
    """
    if not path.is_file():
        raise MissingError(f"there is no file {path}", act("name one that is there: `{}` lists them", "snapshot list"))
    try:
        with opened(path, partial(_room, disk)) as archive:
            _require_this_emulator(path, archive.contents)
            _require_good_texts(archive)
            yield archive
    except WrongFormatError as error:
        raise FailedError(
            f"{path} is of FinPulse's snapshot format {error}, and this FinPulse reads {FORMAT}",
            "use the FinPulse that saved it, or have it saved by one of this version",
        ) from error
    except DamagedError as error:
        raise FailedError(f"{path} is damaged, or no snapshot of FinPulse's: {error}", _ANOTHER) from error


def differences(contents: Contents, project: Project, environ: Mapping[str, str]) -> list[str]:
    """Return what about the stack is not as it was where the file was saved, one a line; new code is no difference."""
    here = terraform_digests(project.terraform_dir)
    files = _differing(
        {f"terraform/{name}": digest for name, digest in contents.terraform.items()},
        {f"terraform/{name}": digest for name, digest in here.items()},
        "differs",
    )
    variables = _differing(contents.variables, shared_variables(environ), "is set otherwise")
    known = functions(project.lambdas_dir)
    code = _differing(
        {f"function {name}": "" for name in contents.code}, {f"function {name}": "" for name in known}, ""
    )
    return [*files, *variables, *code]


def _differing(there: Mapping[str, str], here: Mapping[str, str], words: str) -> list[str]:
    found = []
    for name in sorted(there.keys() | here.keys()):
        if name not in here:
            found.append(f"{name} is in the snapshot only")
        elif name not in there:
            found.append(f"{name} is here only")
        elif there[name] != here[name]:
            found.append(f"{name} {words}")
    return found


def _require_this_emulator(path: Path, contents: Contents) -> None:
    if contents.emulator != ministack.REQUIREMENT:
        raise FailedError(
            f"{path} was saved on {contents.emulator}, and this FinPulse runs {ministack.REQUIREMENT}",
            "use the FinPulse that saved it, or have it saved by one of this version",
        )


def _require_good_texts(archive: Archive) -> None:
    """Raise DamagedError unless all that is read later can be read: nothing may be found out half-way."""
    try:
        for name in archive.contents.members:
            if is_text(name):
                require_known_tokens(archive.read(name).decode("utf-8", errors="surrogateescape"))
        StackOutputs.parse(json.loads(archive.read(OUTPUTS)))
        if CLOCK in archive.contents.members:
            ClockState.parse(archive.read(CLOCK).decode())
    except (ValueError, KeyError, TypeError, AttributeError, FailedError) as error:
        raise DamagedError(str(error)) from error


def _room(disk: Path) -> int:
    return int(shutil.disk_usage(disk).free * _ROOM)
