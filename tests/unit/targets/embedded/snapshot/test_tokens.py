"""What the places in a snapshot become when it is restored."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.targets.embedded.snapshot.tokens import Values, functions_in

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 20, 14, 31, 5, 123_456, tzinfo=UTC)
CODE = b"the zip"


@pytest.fixture
def values(tmp_path: Path) -> Values:
    """For an emulator on port 4566, with the zip of one function."""
    zip_ = tmp_path / "aggregator.zip"
    zip_.write_bytes(CODE)
    return Values(4566, {"aggregator": zip_}, MOMENT, "the-emulator")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("http://localhost:@{port 0}/", "http://localhost:4566/"),
        ("@{port 1} @{port 2}", "4567 4568"),
        ("@{sha256 aggregator}", hashlib.sha256(CODE).hexdigest()),
        ("@{base64 aggregator}", base64.b64encode(hashlib.sha256(CODE).digest()).decode()),
        ('{"CodeSize":"@{#size aggregator}"}', '{"CodeSize":7}'),
        ("@{time 0 Z}", "2026-11-20T14:31:05Z"),
        ("@{time 3 +0000}", "2026-11-20T14:31:05.123+0000"),
        ("@{time 3 }", "2026-11-20T14:31:05.123"),
        ('["@{#epoch s}","@{#epoch ms}","@{#epoch us}"]', "[1795185065,1795185065123,1795185065.123456]"),
        ('"@{epoch s}"', '"1795185065"'),
        ("@{sequence}", "000000017951850651230000000001"),
        ("@{secret emulator-id}", "the-emulator"),
        ("${year} $context.requestId {}", "${year} $context.requestId {}"),
    ],
)
def test_a_token_becomes_its_value(text: str, filled: str, values: Values) -> None:
    assert values.fill(text) == filled


def test_the_zips_folder_is_theirs(values: Values, tmp_path: Path) -> None:
    assert values.fill("@{zips}/aggregator.zip") == str(tmp_path / "aggregator.zip")


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("uuid", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("hex8", r"[0-9a-f]{8}"),
        ("role", r"AROA[0-9A-F]{17}"),
    ],
)
def test_an_id_is_random_and_the_same_wherever_its_number_stands(kind: str, form: str, values: Values) -> None:
    first, again, other = values.fill(f"@{{{kind} 1}} @{{{kind} 1}} @{{{kind} 2}}").split()

    assert first == again == values.fill(f"@{{{kind} 1}}")
    assert other != first
    assert re.fullmatch(form, first)
    assert Values(4566, {}, MOMENT, "").fill(f"@{{{kind} 1}}") != first


def test_a_secret_is_made_anew_as_long_as_it_was_and_comes_in_base64_too(values: Values) -> None:
    secret = values.fill("@{secret query-token}")

    assert re.fullmatch(r"[0-9A-Za-z]{43}", secret)
    assert base64.b64decode(values.fill("@{secret64 query-token}")).decode() == secret
    assert Values(4566, {}, MOMENT, "").fill("@{secret query-token}") != secret


@pytest.mark.parametrize("text", ["@{port x}", "@{secret other}", "@{unheard-of 1}", "@{sha256 another}"])
def test_what_is_not_known_is_an_error(text: str, values: Values) -> None:
    with pytest.raises((KeyError, ValueError)):
        values.fill(text)


def test_the_functions_of_a_text() -> None:
    assert functions_in('@{sha256 a} "@{#size b}" @{base64 c} @{sha256 d}') == {"a", "d"}
