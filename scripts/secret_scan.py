"""Secrets in the files that git knows, found by the patterns of detect-secrets.

Its own scanner runs every filter on every line, three quarters of a minute for this repository. Here each file is
searched as a whole, in seconds. What is left out: its guesses by entropy and by names of variables, which are mostly
wrong about code, and the patterns of IBM's clouds, which are slow and of services that nobody here calls.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

LEFT_OUT = {"CloudantDetector", "IbmCloudIamDetector", "IbmCosHmacDetector", "IPPublicDetector", "SoftlayerDetector"}
# Keys that open nothing: AWS's example in its documentation, and those that tests make up.
HARMLESS = re.compile(r"A[KS]IA(IOSFODNN7EXAMPLE|0000000000000000|(WORK){4})|://user:(secret|pass)@")
_LOOKS_BINARY = 8000  # bytes that are looked at for a zero


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret: what kind, in which file, on which line. Its text is not kept, so that no log holds it."""

    kind: str
    file: str
    line: int

    def __str__(self) -> str:
        """Return where it is."""
        return f"{self.file}:{self.line}: {self.kind}"


def tracked_files(root: Path) -> list[str]:
    """Return the files below `root` that git knows, or would take. Raises OSError and CalledProcessError."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(  # noqa: S603 - no word of it is anybody else's
        command, cwd=root, check=True, capture_output=True, text=True
    )
    return sorted({name for name in listed.stdout.split("\0") if name})


def secrets_in(root: Path, files: Iterable[str]) -> list[Finding]:
    """Return the secrets in these files below `root`."""
    patterns = _patterns()
    return [
        finding
        for name in files
        if (root / name).is_file() and (text := _text_of(root / name)) is not None
        for finding in _findings(name, text, patterns)
    ]


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    kinds: Iterable[tuple[str, type]] = get_mapping_from_secret_type_to_class().items()
    return [
        (secret_type, pattern)
        for secret_type, detector in kinds
        if issubclass(detector, RegexBasedDetector) and detector.__name__ not in LEFT_OUT
        for pattern in detector().denylist
    ]


def _text_of(path: Path) -> str | None:
    data = path.read_bytes()
    return None if b"\0" in data[:_LOOKS_BINARY] else data.decode(errors="replace")


def _findings(name: str, text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Finding]:
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            if not HARMLESS.search(match[0]):
                yield Finding(kind, name, text.count("\n", 0, match.start()) + 1)
