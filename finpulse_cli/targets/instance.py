"""What is remembered of a target's emulator between commands: its port, and an id that tells its states apart.

The id is random, kept in the target's home and inside the emulator as an SSM parameter. When the two differ,
the emulator is not in the state that Terraform remembers: it was killed before it could save, or was reset.
"""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import error_code
from finpulse_cli.core.files import write_atomically

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
    emulator_id: str | None = None
    stopped_well: bool = True
    started_with: str | None = None
    url: str | None = None

    def with_id(self, emulator_id: str) -> Instance:
        """Return the same emulator, at work, with an id in it."""
        return replace(self, emulator_id=emulator_id, stopped_well=False)

    @classmethod
    def load(cls, path: Path) -> Instance | None:
        """Return the remembered instance; None when there is none, or the file is damaged."""
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                int(fields["port"]),
                fields["emulator_id"],
                bool(fields["stopped_well"]),
                fields.get("started_with"),
                fields.get("url"),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, path: Path) -> None:
        """Remember this instance."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(asdict(self)) + "\n")


def read_emulator_id(ssm: SSMClient) -> str | None:
    """Return the id inside the emulator; None when it has none."""
    try:
        return ssm.get_parameter(Name=_PARAMETER)["Parameter"]["Value"]
    except ClientError as error:
        if error_code(error) == "ParameterNotFound":
            return None
        raise


def write_emulator_id(ssm: SSMClient, emulator_id: str) -> None:
    """Put the id into the emulator."""
    ssm.put_parameter(Name=_PARAMETER, Value=emulator_id, Type="String", Overwrite=True)


def remove_emulator_id(ssm: SSMClient) -> None:
    """Take the id out of an emulator that goes on without the stack."""
    with suppress(ssm.exceptions.ParameterNotFound):
        ssm.delete_parameter(Name=_PARAMETER)


class RememberedInstance:
    """What a target remembers of its emulator, kept in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.instance = Instance.load(file)

    def keep(self, instance: Instance) -> None:
        """Remember this instance from now on."""
        instance.save(self._file)
        self.instance = instance

    def forget(self) -> None:
        """Remember nothing any more; the file goes with the target's folder."""
        self.instance = None

    def give_id(self, ssm: SSMClient, instance: Instance) -> None:
        """Give the emulator an id: it is the one that Terraform's state will be about."""
        emulator_id = uuid.uuid4().hex
        # Kept first: an emulator with an id that nobody remembers would be taken for somebody else's.
        self.keep(instance.with_id(emulator_id))
        write_emulator_id(ssm, emulator_id)
