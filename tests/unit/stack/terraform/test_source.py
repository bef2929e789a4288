"""Where Terraform takes its provider from."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform.source import ProviderSource, choose_source, user_config


class World:
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


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_what_the_user_configured_wins(world: World) -> None:
    theirs = world.home / ".terraformrc"
    theirs.write_text('provider_installation { filesystem_mirror { path = "/mirror" } }')

    assert world.choose(online=False, mirror=Path("/other")).config_file == theirs


def test_online_the_registry_is_used_without_a_configuration_of_ours(world: World) -> None:
    assert world.choose(online=True, mirror=Path("/mirror")).config_file is None
    assert not world.written.exists()


def test_a_mirror_is_used_offline(world: World) -> None:
    source = world.choose(online=False, mirror=Path('/mirrors/with "quotes"'))

    assert source.config_file == world.written
    text = world.written.read_text()
    assert 'path    = "/mirrors/with \\"quotes\\""' in text
    assert 'include = ["hashicorp/aws"]' in text
    assert 'exclude = ["hashicorp/aws"]' in text


def test_the_rest_of_a_users_configuration_is_kept(world: World) -> None:
    (world.home / ".terraformrc").write_text('credentials "app.example.com" { token = "t" }\n')

    world.choose(online=False, mirror=Path("/mirror"))

    assert world.written.read_text().startswith('credentials "app.example.com"')


def test_a_variable_that_names_a_missing_file_is_ignored(world: World) -> None:
    assert user_config({"TF_CLI_CONFIG_FILE": str(world.home / "gone")}, world.home) is None
    existing = world.home / ".terraformrc"
    existing.touch()
    assert user_config({"TF_CLI_CONFIG_FILE": str(world.home / "gone")}, world.home) == existing


def test_neither_registry_nor_mirror_says_how_to_get_one(world: World) -> None:
    with pytest.raises(MissingError, match="no mirror") as caught:
        world.choose(online=False)

    assert "terraform providers mirror" in (caught.value.next_action or "")
