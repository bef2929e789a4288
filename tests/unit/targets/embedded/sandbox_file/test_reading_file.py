"""A sandbox's file is trusted in nothing: what is not whole, or not for here, is refused with the reason."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.paths import Project
from finpulse_cli.targets.embedded.sandbox_file.contents import NAME
from finpulse_cli.targets.embedded.sandbox_file.reading_file import differences, read_sandbox
from tests.unit.targets.embedded.sandbox_file.files import MEMBERS, contents, forged, written

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path) -> str:
    """What reading a file is refused with."""
    with pytest.raises(FailedError) as caught, read_sandbox(path, path.parent):
        pass
    assert caught.value.next_action
    return caught.value.message


def test_what_was_written_is_read_and_only_its_owner_may(tmp_path: Path) -> None:
    file = written(tmp_path / "shelf" / "one.finpulse")

    with read_sandbox(file, tmp_path) as archive:
        assert {name: archive.read(name) for name in archive.contents.members} == MEMBERS
        archive.copy("s3/000000000000/lake/raw-data/one.gz", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == bytes(range(256))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["one.finpulse"]


def test_no_file_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no file"), read_sandbox(tmp_path / "none", tmp_path):
        pass


def test_one_of_another_format_or_emulator_says_which(tmp_path: Path) -> None:
    assert "snapshot format 2, and this FinPulse reads 1" in refused(written(tmp_path / "a", format=2))
    assert "saved on ministack[full]==9.9" in refused(written(tmp_path / "b", emulator="ministack[full]==9.9"))


@pytest.mark.parametrize("length", [0, 1, 100, -1, -22, -40])
def test_one_that_is_cut_short_is_refused(tmp_path: Path, length: int) -> None:
    file = written(tmp_path / "a")
    file.write_bytes(file.read_bytes()[:length])

    assert "damaged" in refused(file)


def test_one_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("hello")

    assert "damaged, or no snapshot" in refused(file)


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/evil", "s3/../../evil", "s3//evil", "mail/new/../../evil", "mail/tmp/one", "root-key",
        "instance.json", "state/evil.json", "state/lambda-blobs/evil.zip", "state/../root-key", "s3/", "s3/./a",
        "s3/" + "a" * 256, "clock.json/a",
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder_or_to_another_file(tmp_path: Path, name: str) -> None:
    assert "damaged" in refused(forged(tmp_path / "a", MEMBERS | {name: b"evil"}))


def test_a_member_that_is_anothers_folder_is_refused(tmp_path: Path) -> None:
    assert "within another" in refused(forged(tmp_path / "a", MEMBERS | {"s3/a": b"1", "s3/a/b": b"2"}))


def test_it_must_hold_what_it_says_and_no_more(tmp_path: Path) -> None:
    file = forged(tmp_path / "a", MEMBERS)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("s3/more", b"more")
    assert "other members" in refused(file)

    wrong = hashlib.sha256(b"other").hexdigest()
    assert "not as it was saved" in refused(forged(tmp_path / "b", MEMBERS, sizes={"terraform.tfstate": (2, wrong)}))
    assert "lacks terraform.tfstate" in refused(forged(tmp_path / "c", {"outputs.json": b"{}"}))


def test_what_would_fill_the_disk_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    sizes = {"s3/bomb": (10**15, "0" * 64)}

    assert "does not fit on the disk" in refused(forged(tmp_path / "a", MEMBERS | {"s3/bomb": b"boom"}, sizes=sizes))


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    data = b"0" * 1_000_000
    sizes = {"s3/bomb": (10, hashlib.sha256(data[:10]).hexdigest())}

    assert "not as it was saved" in refused(forged(tmp_path / "a", MEMBERS | {"s3/bomb": data}, sizes=sizes))


@pytest.mark.parametrize("token", ["@{uuid 1}", "@{secret root}", "@{port 9}", '"@{#port 0}"', "@{evil}"])
def test_a_text_with_a_token_that_is_not_ours_is_refused(tmp_path: Path, token: str) -> None:
    assert "token" in refused(forged(tmp_path / "a", MEMBERS | {"state/sns.json": token.encode()}))


def test_outputs_and_clock_that_cannot_be_read_are_found_out_at_once(tmp_path: Path) -> None:
    assert "damaged" in refused(forged(tmp_path / "a", MEMBERS | {"outputs.json": b"{}"}))
    assert "damaged" in refused(forged(tmp_path / "b", MEMBERS | {"clock.json": b"[1]"}))


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "members": []}', b"\xff"])
def test_contents_of_any_other_form_are_refused(tmp_path: Path, text: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        archive.writestr(NAME, text)

    assert "damaged" in refused(tmp_path / "a")


def test_differences_name_files_variables_and_functions(tmp_path: Path) -> None:
    for name, text in {"terraform/a.tf": "a", "terraform/b.tf": "b", "lambdas/one/handler.py": ""}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    there = contents(
        {},
        terraform={"a.tf": hashlib.sha256(b"other").hexdigest(), "c.tf": ""},
        variables={"TF_VAR_shard_count": "4", "TF_VAR_name": "one"},
        code={"one": "", "two": ""},
    )
    user = {
        "TF_VAR_shard_count": "2",
        "TF_VAR_alpha_vantage_key": "secret",
        "TF_VAR_finnhub_key": "secret",
        "TF_VAR_symbols": "",
    }

    assert differences(there, Project(tmp_path), user) == [
        "terraform/a.tf differs",
        "terraform/b.tf is here only",
        "terraform/c.tf is in the snapshot only",
        "TF_VAR_name is in the snapshot only",
        "TF_VAR_shard_count is set otherwise",
        "function two is in the snapshot only",
    ]


def test_it_says_nothing_of_values_that_could_be_secret(tmp_path: Path) -> None:
    file = written(tmp_path / "a")
    with zipfile.ZipFile(file) as archive:
        assert set(json.loads(archive.read(NAME))) == {
            "emulator", "saved_at", "applied_at", "terraform", "variables", "code", "members", "format",
        }  # fmt: skip
