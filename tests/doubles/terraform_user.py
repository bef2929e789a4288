"""A user of Terraform, and what surrounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.stack.terraform.source import ProviderSource, choose_source

if TYPE_CHECKING:
    from pathlib import Path


class TerraformUser:
    """A user's home, a place for our configuration, and what the world around answers."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.written = folder / "target" / "terraform.tfrc"

    def choose(self, *, online: bool, mirror: Path | None = None, **environ: str) -> ProviderSource:
        """The choice made when the registry is reachable or not, and the mirror (or none) is on this machine."""
        return choose_source(
            environ, self.home, self.written, reachable=lambda _environ: online, search=lambda _environ, _home: mirror
        )
