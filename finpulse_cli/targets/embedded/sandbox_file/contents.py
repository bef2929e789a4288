"""What a sandbox's file says of itself: its first reader is a program that trusts nothing in it.

    finpulse.json               this
    state/<service>.json        a checkpoint of the emulator, one file a service, see `state_folder`
    state/lambda-blobs/         the functions' code
    s3/ mail/                   the objects of its buckets; its mailbox
    terraform.tfstate outputs.json    what Terraform remembers, and its outputs
    clock.json                  how its clock differs from the real one, where it does

Texts have tokens where a port, a path or a secret was, see `masks`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.snapshot.snapshot_file import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
NAME = "finpulse.json"
STATE, BLOBS, OBJECTS, MAIL = "state", "state/lambda-blobs", "s3", "mail"
TERRAFORM, OUTPUTS, CLOCK = "terraform.tfstate", "outputs.json", "clock.json"
_TEXT = re.compile(rf"{STATE}/({'|'.join(SERVICES)})\.json|{TERRAFORM}|{OUTPUTS}|{MAIL}/(new|cur)/[^/]+")
_OTHER = re.compile(rf"{BLOBS}/[0-9a-f]{{64}}\.zip|{OBJECTS}/.+|{CLOCK}", re.DOTALL)
_LONGEST = 255  # bytes of a file's name, on every system that this runs on


@dataclass(frozen=True, slots=True)
class Contents:
    """`saved_at` is epoch seconds, `applied_at` when the stack was last changed, as ISO 8601.

    `terraform` has the SHA-256 of each Terraform file, `code` that of each function's zip, `variables` the `TF_VAR_`
    ones that the stack was applied with; `members` size in bytes and SHA-256 of all else in the file.
    """

    emulator: str
    saved_at: float
    applied_at: str
    terraform: Mapping[str, str]
    variables: Mapping[str, str]
    code: Mapping[str, str]
    members: Mapping[str, tuple[int, str]]
    format: int = FORMAT

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def parse(cls, text: bytes) -> Contents:
        """Parse what `to_json` wrote. Raises ValueError for anything else, WrongFormatError for one of another time."""
        try:
            fields = json.loads(text)
            if fields["format"] != FORMAT:
                raise WrongFormatError(str(fields["format"]))
            members = {str(name): (int(size), str(digest)) for name, (size, digest) in fields["members"].items()}
            found = cls(
                emulator=str(fields["emulator"]),
                saved_at=float(fields["saved_at"]),
                applied_at=str(fields["applied_at"]),
                terraform=_texts(fields["terraform"]),
                variables=_texts(fields["variables"]),
                code=_texts(fields["code"]),
                members=members,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{NAME} is not as FinPulse writes it") from error
        require_good_names(found.members)
        return found


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in values.items()}


class WrongFormatError(Exception):
    """A file of another format; the text is its number."""


def is_text(name: str) -> bool:
    """Tell whether a member is text, with tokens."""
    return _TEXT.fullmatch(name) is not None


def require_good_names(names: Iterable[str]) -> None:
    """Raise ValueError unless each names one file within the folder that it will lie in, and nothing else's folder."""
    known = set(names)
    for name in known:
        parts = name.split("/")
        plain = all(part not in ("", ".", "..") and len(part.encode()) <= _LONGEST for part in parts)
        if not plain or "\0" in name or not (is_text(name) or _OTHER.fullmatch(name)):
            raise ValueError(f"a member is called {name!r}")
        if any(parent.as_posix() in known for parent in PurePosixPath(name).parents):
            raise ValueError(f"{name!r} lies within another member")
    if missing := {TERRAFORM, OUTPUTS} - known:
        raise ValueError(f"it lacks {', '.join(sorted(missing))}")
