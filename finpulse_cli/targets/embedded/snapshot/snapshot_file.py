"""The snapshot as a file of the package: texts with tokens, and what they were made from."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path(__file__).with_name("stack.json.gz")
FORMAT = 1
SERVICES = (
    "apigateway", "athena", "cloudwatch", "cloudwatch_logs", "dynamodb", "firehose", "glue", "iam", "kinesis", "lambda",
    "s3", "scheduler", "sns", "sqs", "ssm",
)  # fmt: skip
"""Those that hold something of the stack; the others begin empty, as always."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a first apply left behind, as JSON texts with `tokens` in them.

    `engine` is the emulator that it was made on, `sources` the digest of the Terraform files, `variables` what the
    target set; `state` has the emulator's text by the name of the service, `terraform` is Terraform's state, `outputs`
    its outputs.
    """

    engine: str
    sources: str
    variables: str
    state: Mapping[str, str]
    terraform: str
    outputs: str
    format: int = FORMAT

    def save(self, path: Path = PATH) -> None:
        """Write it; the same snapshot gives the same bytes with the same compressor. Raises OSError."""
        text = json.dumps(asdict(self), indent=0, sort_keys=True)
        write_atomically(path, gzip.compress(text.encode(), mtime=0))

    @classmethod
    def load(cls, path: Path = PATH) -> Snapshot | None:
        """Return the snapshot; None when there is none, or it is damaged or of another format."""
        try:
            found = cls(**json.loads(gzip.decompress(path.read_bytes())))
        except (OSError, EOFError, zlib.error, ValueError, TypeError):
            return None
        return found if found.format == FORMAT else None
