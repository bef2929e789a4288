"""Where things lie: the project's folders, and what the CLI keeps for a target."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError

if TYPE_CHECKING:
    from finpulse_cli.core.settings import Settings

HOME_FOLDER = ".finpulse"
_PACKAGE_PARENT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Project:
    """A clone of the FinPulse repository."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """Find the project around `start`, else the one this package was installed from.

        Raises MissingError when neither is a clone: Terraform and the Lambda sources are not in a wheel.
        """
        for folder in (start.resolve(), *start.resolve().parents, _PACKAGE_PARENT):
            if (folder / "pyproject.toml").is_file() and (folder / "terraform").is_dir():
                return cls(folder)
        raise MissingError(
            f"{start} is not inside a clone of FinPulse (a folder with pyproject.toml and terraform/)",
            "change into your clone and run the command again",
        )

    @property
    def terraform_dir(self) -> Path:
        """The Terraform root module, as it is in the repository."""
        return self.root / "terraform"

    @property
    def lambdas_dir(self) -> Path:
        """Source of the functions and of what they share."""
        return self.root / "lambdas"

    @property
    def frontend_dir(self) -> Path:
        """Source of the web dashboard; `dist` in it is what was built."""
        return self.root / "frontend"

    @property
    def frontend_lock(self) -> Path:
        """Held by the command that builds the dashboard."""
        return self.root / HOME_FOLDER / "frontend.lock"

    def target_home(self, target: str, settings: Settings) -> TargetHome:
        """Return the folder of one target: below FINPULSE_HOME, or `.finpulse` in the project."""
        return TargetHome((settings.home or self.root / HOME_FOLDER) / target)


@dataclass(frozen=True, slots=True)
class TargetHome:
    """Everything the CLI keeps for one target. Nothing is created by asking for a path."""

    root: Path

    @property
    def terraform_dir(self) -> Path:
        """Staged copy of terraform/*.tf with its state: private to this target."""
        return self.root / "terraform"

    @property
    def terraform_state(self) -> Path:
        """Terraform's state of the staged copy."""
        return self.terraform_dir / "terraform.tfstate"

    @property
    def terraform_config(self) -> Path:
        """Terraform CLI configuration written for this target."""
        return self.root / "terraform.tfrc"

    @property
    def outputs(self) -> Path:
        """Terraform's outputs of the last apply that went through, as JSON."""
        return self.root / "outputs.json"

    @property
    def applied(self) -> Path:
        """Record of what the last apply that went through was made from, as JSON."""
        return self.root / "applied"

    @property
    def applying(self) -> Path:
        """There from the beginning of an apply to its end; still there when it was cut short."""
        return self.root / "applying"

    @property
    def lambdas(self) -> Path:
        """The Lambda zips that Terraform uploads."""
        return self.root / "lambdas"

    @property
    def instance(self) -> Path:
        """Record of the running or last emulator, as JSON."""
        return self.root / "instance.json"

    @property
    def capabilities(self) -> Path:
        """Findings about the emulator that runs, as JSON."""
        return self.root / "capabilities.json"

    @property
    def state_dir(self) -> Path:
        """The emulator's saved state."""
        return self.root / "state"

    @property
    def s3_dir(self) -> Path:
        """The emulator's S3 objects."""
        return self.root / "s3"

    @property
    def mail_dir(self) -> Path:
        """Mailbox of what the emulator's SNS sends, where it delivers e-mail: a Maildir."""
        return self.root / "mail"

    @property
    def loaded(self) -> Path:
        """A saved sandbox that the next `up` begins with."""
        return self.root / "loaded.finpulse"

    @property
    def root_key(self) -> Path:
        """Root key of the emulator that runs here; for its owner alone."""
        return self.root / "root-key"

    @property
    def clock(self) -> Path:
        """How the target's clock differs from the real one, as JSON; not there where it does not."""
        return self.root / "clock.json"

    @property
    def lake_cache(self) -> Path:
        """Objects of the lake, kept for queries where there is no Athena."""
        return self.root / "lake-cache"

    @property
    def tmp_dir(self) -> Path:
        """Temporary files of the background processes."""
        return self.root / "tmp"

    @property
    def lock(self) -> Path:
        """Held by the command that changes this target."""
        return self.root / "lock"

    def log(self, process: str) -> Path:
        """Return the log file of one background process."""
        return self.root / f"{process}.log"

    def pid_file(self, process: str) -> Path:
        """Return the record of one background process, as JSON."""
        return self.root / f"{process}.pid"

    def heartbeat(self, process: str) -> Path:
        """Return the file that a background process without a port touches while it is at work."""
        return self.root / f"{process}.beat"


def crash_log(settings: Settings, start: Path) -> Path:
    """Return the file for the traceback of an unexpected error; outside a project in the system's temporary folder."""
    try:
        base = settings.home or Project.find(start).root / HOME_FOLDER
    except MissingError:
        base = Path(tempfile.gettempdir())
    return base / "finpulse-error.log"
