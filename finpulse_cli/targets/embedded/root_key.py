"""The sandbox's root key: random, and kept for its owner alone.

Whoever knows its id may do anything in the sandbox, so no two sandboxes have the same, and none can be guessed. The
secret that belongs to it is no secret: tflocal signs with that one, whatever it is given.
"""

from __future__ import annotations

import os
import re
import secrets
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, act, to_run

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "test"  # noqa: S105 - see above
# The shape of IAM's, with letters that no key of an account begins with: tflocal changes such a one before it uses it,
# and `--aws` refuses this one.
_PREFIX = "LKIA"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_DIGITS = 16  # of five bits
_FORM = re.compile(f"{_PREFIX}[{_ALPHABET}]{{{_DIGITS}}}")


def root_key(file: Path) -> str:
    """Return the key's id that `file` holds; without a file a new one, which nobody keeps yet.

    Raises FailedError when the file holds no key.
    """
    try:
        kept = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_DIGITS))
    if not _FORM.fullmatch(kept):
        raise FailedError(
            f"{file} does not hold the sandbox's root key any more, and nothing else opens the sandbox",
            act(f"put it back, or delete the sandbox: `rm -r {file.parent}` and then `{{}}`", "up"),
        )
    return kept


def keep(file: Path, key: str) -> None:
    """Write `key` to `file`, readable by its owner only, unless it is there.

    Raises FailedError when another key came to be there meanwhile.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if root_key(file) != key:
            raise FailedError("another command set the sandbox up at this moment", to_run("up")) from None
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write(f"{key}\n")
