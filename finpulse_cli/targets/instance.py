"""What is remembered of a target's emulator between commands: its port, and a mark that tells its states apart.

The mark is a random id, kept in the target's home and inside the emulator as an SSM parameter. When the two differ,
the emulator is not in the state that Terraform remembers: it was killed before it could save, or was reset.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

_PARAMETER = "/finpulse/instance"


@dataclass(frozen=True, slots=True)
class Instance:
    """`stopped_well` is True while nothing runs and the last run saved all of its state.

    `started_with` is the program that started the emulator for us and can stop it; None when it was there already.
    `url` is where it was, for one that the user may name.
    """

    port: int
    mark: str | None = None
    stopped_well: bool = True
    started_with: str | None = None
    url: str | None = None

    def marked(self, mark: str) -> Instance:
        """The same emulator, at work, with a mark in it."""
        return replace(self, mark=mark, stopped_well=False)

    @classmethod
    def load(cls, path: Path) -> Instance | None:
        """The remembered instance; None when there is none, or the file is damaged."""
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                int(fields["port"]),
                fields["mark"],
                bool(fields["stopped_well"]),
                fields.get("started_with"),
                fields.get("url"),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, path: Path) -> None:
        """Remember this instance."""
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(path.name + ".tmp")
        scratch.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")
        scratch.replace(path)


def read_mark(ssm: SSMClient) -> str | None:
    """The mark inside the emulator; None when it has none."""
    try:
        return ssm.get_parameter(Name=_PARAMETER)["Parameter"]["Value"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise


def write_mark(ssm: SSMClient, mark: str) -> None:
    """Put the mark into the emulator."""
    ssm.put_parameter(Name=_PARAMETER, Value=mark, Type="String", Overwrite=True)


def remove_mark(ssm: SSMClient) -> None:
    """Take the mark out of an emulator that goes on without the stack."""
    with suppress(ssm.exceptions.ParameterNotFound):
        ssm.delete_parameter(Name=_PARAMETER)
