"""`terraform fmt -check` and `terraform validate` on the stack; part of `make test`.

Works in a copy, so that no provider lands in terraform/, and finds the provider as `finpulse up` does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.source import choose_source
from finpulse_cli.stack.terraform.stage import stage
from scripts.telling import end_with

STACK = Path(__file__).resolve().parents[1] / "terraform"


def main() -> int:
    """Run both checks; return the first exit code that is not 0."""
    environment = {name: value for name, value in os.environ.items() if name != "TF_CLI_CONFIG_FILE"}
    binary = require_terraform(environment)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = choose_source(os.environ, Path.home(), folder / "terraform.tfrc")
        if source.config_file is not None:
            environment["TF_CLI_CONFIG_FILE"] = str(source.config_file)
        copy = folder / "stack"
        stage(STACK, copy, {})
        commands = (
            ["fmt", "-check", "-diff", str(STACK)],
            ["init", "-backend=false", "-input=false", "-no-color"],
            ["validate", "-no-color"],
        )
        for command in commands:
            quiet = command[0] == "init"
            done = subprocess.run(  # noqa: S603 - the terraform on the user's PATH
                [binary.path, *command], cwd=copy, env=environment, check=False, capture_output=quiet, text=True
            )
            if done.returncode:
                sys.stderr.write(f"{done.stdout or ''}{done.stderr or ''}terraform {command[0]} failed\n")
                return done.returncode
    return 0


if __name__ == "__main__":
    end_with(main)
