"""Decides where Terraform takes the AWS provider from, and writes the CLI configuration that says so.

What the user has configured wins. Without it the public registry is used, and where that cannot be reached a mirror
on this machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform.mirror import PROVIDER, PROVIDER_VERSION, find_mirror
from finpulse_cli.stack.terraform.registry import registry_answers


@dataclass(frozen=True, slots=True)
class ProviderSource:
    """Where the provider comes from. `config_file` is for TF_CLI_CONFIG_FILE; None leaves Terraform's default."""

    description: str
    config_file: Path | None


def choose_source(
    environ: Mapping[str, str],
    home: Path,
    written: Path,
    reachable: Callable[[Mapping[str, str]], bool] = registry_answers,
    search: Callable[[Mapping[str, str], Path], Path | None] = find_mirror,
) -> ProviderSource:
    """Pick the source; `written` is where a configuration of ours goes if one is needed.

    Raises MissingError when the registry cannot be reached and no mirror is on this machine.
    """
    theirs = user_config(environ, home)
    text = theirs.read_text(encoding="utf-8") if theirs else ""
    if theirs and "provider_installation" in text:
        return ProviderSource(f"as {theirs} says", theirs)
    if reachable(environ):
        return ProviderSource("the public registry", theirs)
    mirror = search(environ, home)
    if mirror is None:
        raise MissingError(
            f"the AWS provider cannot be installed: the public registry does not answer, and no mirror of "
            f"{PROVIDER} {PROVIDER_VERSION} is on this machine",
            "go online once, or copy a folder made with `terraform providers mirror FOLDER` (run in terraform/ on a "
            "machine that is online) to this machine and set TF_PLUGIN_CACHE_DIR=FOLDER",
        )
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(text + mirror_config(mirror), encoding="utf-8")
    return ProviderSource(f"the mirror {mirror}", written)


def user_config(environ: Mapping[str, str], home: Path) -> Path | None:
    """Return the user's Terraform CLI configuration if it is really there.

    A variable that names a missing file is ignored: Terraform would warn about it on every call.
    """
    named = environ.get("TF_CLI_CONFIG_FILE") or environ.get("TERRAFORM_CONFIG")
    candidates = [Path(named)] if named else []
    return next((path for path in [*candidates, home / ".terraformrc"] if path.is_file()), None)


def mirror_config(mirror: Path) -> str:
    """Write Terraform's CLI configuration: the AWS provider from `mirror`, every other one as usual."""
    return (
        "provider_installation {\n"
        "  filesystem_mirror {\n"
        f"    path    = {json.dumps(str(mirror))}\n"
        f'    include = ["{PROVIDER}"]\n'
        "  }\n"
        "  direct {\n"
        f'    exclude = ["{PROVIDER}"]\n'
        "  }\n"
        "}\n"
    )
