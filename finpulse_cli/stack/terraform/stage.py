"""The staged Terraform root: a copy of terraform/*.tf in a target's home, private to that target.

tflocal writes an override file beside the configuration and Terraform keeps its state there. In a copy, two targets
(or a target and somebody who runs Terraform in the repository) cannot get into each other's way.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from finpulse_cli.core.errors import MissingError

VARIABLES_FILE = "finpulse.auto.tfvars.json"
OVERRIDE_FILE = "localstack_providers_override.tf"
BACKEND_FILE = "finpulse_backend.tf.json"
LOCK_FILE = ".terraform.lock.hcl"
LEFT_STATE_FILE = "errored.tfstate"  # Terraform's name for a state that it could not save where it belongs
_STATE_LOCK = ".terraform.tfstate.lock.info"


def stage(
    source: Path, staged: Path, variables: Mapping[str, object], backend: Mapping[str, object] | None = None
) -> None:
    """Bring `staged` up to date with `source`, and write the target's variables and its backend beside it.

    What an interrupted run left behind is removed: tflocal refuses to work when its override file is still there.
    The caller holds the target's lock, so no Terraform is at work. Raises MissingError when `source` has no .tf file.
    """
    files = sorted(source.glob("*.tf"))
    if not files:
        raise MissingError(f"no Terraform configuration in {source}", "restore it (git checkout terraform)")
    staged.mkdir(parents=True, exist_ok=True)
    for stale in set(staged.glob("*.tf")) - {staged / file.name for file in files}:
        stale.unlink()
    (staged / _STATE_LOCK).unlink(missing_ok=True)
    for file in files:
        shutil.copyfile(file, staged / file.name)
    if (source / LOCK_FILE).is_file():
        shutil.copyfile(source / LOCK_FILE, staged / LOCK_FILE)
    _write_json(staged / VARIABLES_FILE, variables)
    if backend is None:
        (staged / BACKEND_FILE).unlink(missing_ok=True)
    else:
        _write_json(staged / BACKEND_FILE, {"terraform": {"backend": backend}})


def _write_json(path: Path, values: Mapping[str, object]) -> None:
    path.write_text(json.dumps(dict(values), indent=2) + "\n", encoding="utf-8")


def has_resources(state: Path) -> bool:
    """Return whether Terraform's state file remembers any resource; a damaged file counts as one that does."""
    try:
        document = json.loads(state.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except ValueError:
        return True
    return bool(document.get("resources")) if isinstance(document, dict) else True


def forget(staged: Path) -> None:
    """Drop what Terraform remembers of its resources."""
    for file in (*staged.glob("terraform.tfstate*"), staged / LEFT_STATE_FILE):
        file.unlink(missing_ok=True)
