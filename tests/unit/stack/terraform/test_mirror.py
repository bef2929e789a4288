"""Finding a copy of the AWS provider on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.terraform.mirror import find_mirror, is_mirror, platform_name

if TYPE_CHECKING:
    from pathlib import Path

HOST = "registry.example/hashicorp/aws"


def unpacked(mirror: Path, version: str = "5.100.0", system: str | None = None) -> Path:
    """Put a provider into `mirror` the unpacked way."""
    folder = mirror / HOST / version / (system or platform_name())
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_v{version}_x5").touch()
    return mirror


def packed(mirror: Path) -> Path:
    """Put a provider into `mirror` the packed way."""
    (mirror / HOST).mkdir(parents=True)
    (mirror / HOST / f"terraform-provider-aws_5.100.0_{platform_name()}.zip").touch()
    return mirror


@pytest.mark.parametrize("make", [unpacked, packed])
def test_both_layouts_of_a_mirror_are_known(make: object, tmp_path: Path) -> None:
    assert callable(make)
    assert is_mirror(make(tmp_path / "mirror"))


def test_another_version_or_platform_is_no_mirror_for_us(tmp_path: Path) -> None:
    assert not is_mirror(unpacked(tmp_path / "old", version="5.99.0"))
    assert not is_mirror(unpacked(tmp_path / "other", system="plan9_mips"))
    assert not is_mirror(tmp_path / "missing")


def test_the_plugin_cache_comes_first(tmp_path: Path) -> None:
    cache = unpacked(tmp_path / "cache")
    unpacked(tmp_path / "home" / ".terraform.d" / "plugins")

    assert find_mirror({"TF_PLUGIN_CACHE_DIR": str(cache)}, tmp_path / "home", roots=[]) == cache


def test_the_users_plugin_folder_is_looked_into(tmp_path: Path) -> None:
    plugins = unpacked(tmp_path / ".terraform.d" / "plugins")

    assert find_mirror({}, tmp_path, roots=[]) == plugins


def test_a_mirror_somewhere_below_a_usual_root_is_found(tmp_path: Path) -> None:
    mirror = unpacked(tmp_path / "root" / "vendor" / "mirror")

    assert find_mirror({}, tmp_path / "home", roots=[tmp_path / "missing", tmp_path / "root"]) == mirror


def test_the_search_does_not_go_deeper_than_its_bound(tmp_path: Path) -> None:
    unpacked(tmp_path / "root" / "a" / "b" / "c" / "d")

    assert find_mirror({}, tmp_path / "home", roots=[tmp_path / "root"]) is None


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "loop").symlink_to(root)

    assert find_mirror({}, tmp_path / "home", roots=[root]) is None
