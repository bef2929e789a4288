"""Where things lie: the project's folders, and what the CLI keeps for a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.own_stack import BUNDLED, own_stack, user_data

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.core.settings import Settings

HOME_FOLDER = ".finpulse"


@dataclass(frozen=True, slots=True)
class Project:
    """A stack's sources: a clone of the repository, a folder of `finpulse init`, or what a wheel brings.

    `kept_in` is where its targets' folders lie; None means `.finpulse` in it.
    """

    root: Path
    kept_in: Path | None = None

    @classmethod
    def find(cls, start: Path) -> Project:
        """Find the project around `start`, else the one that this package brings or was installed from."""
        for folder in (start.resolve(), *start.resolve().parents):
            if _is_project(folder):
                return cls(folder)
        root = own_stack()
        return cls(root, user_data() if root == BUNDLED else None)

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
        return self.own_home / "frontend.lock"

    @property
    def own_home(self) -> Path:
        """Where all targets' folders lie if the user names no other place."""
        return self.kept_in or self.root / HOME_FOLDER

    def home(self, settings: Settings) -> Path:
        """Return the folder of all targets' folders: FINPULSE_HOME, else the project's own."""
        return settings.home or self.own_home

    def target_home(self, target: str, settings: Settings) -> TargetHome:
        """Return the folder of one target."""
        return TargetHome(self.home(settings) / target)


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
    """Return the file for the traceback of an unexpected error."""
    return Project.find(start).home(settings) / "finpulse-error.log"


def _is_project(folder: Path) -> bool:
    """Tell whether a folder holds a stack of FinPulse's; one with Terraform files of somebody else's does not."""
    return (folder / "terraform").is_dir() and (folder / "lambdas" / "shared" / "domain").is_dir()
