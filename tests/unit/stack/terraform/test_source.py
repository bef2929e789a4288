"""Where Terraform takes its provider from."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform.source import user_config
from tests.doubles.terraform_user import TerraformUser


@pytest.fixture
def user(tmp_path: Path) -> TerraformUser:
    return TerraformUser(tmp_path)


def test_what_the_user_configured_wins(user: TerraformUser) -> None:
    theirs = user.home / ".terraformrc"
    theirs.write_text('provider_installation { filesystem_mirror { path = "/mirror" } }')

    assert user.choose(online=False, mirror=Path("/other")).config_file == theirs


def test_online_the_registry_is_used_without_a_configuration_of_ours(user: TerraformUser) -> None:
    assert user.choose(online=True, mirror=Path("/mirror")).config_file is None
    assert not user.written.exists()


def test_a_mirror_is_used_offline(user: TerraformUser) -> None:
    source = user.choose(online=False, mirror=Path('/mirrors/with "quotes"'))

    assert source.config_file == user.written
    text = user.written.read_text()
    assert 'path    = "/mirrors/with \\"quotes\\""' in text
    assert 'include = ["hashicorp/aws"]' in text
    assert 'exclude = ["hashicorp/aws"]' in text


def test_the_rest_of_a_users_configuration_is_kept(user: TerraformUser) -> None:
    (user.home / ".terraformrc").write_text('credentials "app.example.com" { token = "t" }\n')

    user.choose(online=False, mirror=Path("/mirror"))

    assert user.written.read_text().startswith('credentials "app.example.com"')


def test_a_variable_that_names_a_missing_file_is_ignored(user: TerraformUser) -> None:
    assert user_config({"TF_CLI_CONFIG_FILE": str(user.home / "gone")}, user.home) is None
    existing = user.home / ".terraformrc"
    existing.touch()
    assert user_config({"TF_CLI_CONFIG_FILE": str(user.home / "gone")}, user.home) == existing


def test_neither_registry_nor_mirror_says_how_to_get_one(user: TerraformUser) -> None:
    with pytest.raises(MissingError, match="no mirror") as caught:
        user.choose(online=False)

    assert "terraform providers mirror" in (caught.value.next_action or "")
