"""Asks Terraform whether its public provider registry answers.

Terraform knows the registry's address, the user's proxy and configuration; so it is asked for a version of the AWS
provider that never existed. "No such version" means that the registry answered, and nothing was downloaded.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.stack.terraform.binary import find_terraform
from finpulse_cli.stack.terraform.mirror import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_SECONDS = 20
NO_SUCH_VERSION = "no available releases match"
_QUESTION = f"""
terraform {{
  required_providers {{
    aws = {{
      source  = "{PROVIDER}"
      version = "0.0.1"
    }}
  }}
}}
"""


def registry_answers(environ: Mapping[str, str]) -> bool:
    """Return whether the registry answers within TIMEOUT_SECONDS; `environ` is the user's environment."""
    binary = find_terraform(environ)
    if binary is None:
        return False
    # a configuration file that is missing makes Terraform warn on every call
    quiet = {name: value for name, value in environ.items() if name not in ("TF_CLI_CONFIG_FILE", "TF_CLI_ARGS")}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "question.tf").write_text(_QUESTION, encoding="utf-8")
        try:
            answer = subprocess.run(  # noqa: S603 - the program on the user's PATH
                [binary.path, "init", "-no-color", "-input=false"],
                cwd=folder,
                env=quiet | {"CHECKPOINT_DISABLE": "1"},
                capture_output=True,
                text=True,
                check=False,
                timeout=TIMEOUT_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return NO_SUCH_VERSION in " ".join((answer.stdout + answer.stderr).split())
