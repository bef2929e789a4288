"""A sandbox's file that is not as it was saved is refused, or holds just what was saved."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.embedded.sandbox_file.masks import Masks, require_known_tokens
from finpulse_cli.targets.embedded.sandbox_file.reading_file import read_sandbox
from tests.unit.targets.embedded.sandbox_file.files import MEMBERS, contents, written
from tests.unit.targets.embedded.sandbox_file.test_masks import HOME, ROOT, SSM, filled


@cache
def whole() -> bytes:
    """A file as it was saved."""
    with tempfile.TemporaryDirectory() as folder:
        return written(Path(folder) / "a").read_bytes()


def read(data: bytes) -> dict[str, bytes]:
    """What a file of these bytes holds. Raises FailedError."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a"
        file.write_bytes(data)
        with read_sandbox(file, Path(folder)) as archive:
            told = archive.contents
            assert told == contents(told.members)
            return {name: archive.read(name) for name in told.members}


@given(st.data())
def test_any_length_but_the_whole_is_refused(data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(whole()) - 1))
    with pytest.raises(FailedError):
        read(whole()[:length])


@given(st.data())
def test_changed_bytes_are_refused_or_change_nothing(data: st.DataObject) -> None:
    changed = bytearray(whole())
    for place in data.draw(st.sets(st.integers(0, len(changed) - 1), min_size=1, max_size=4)):
        changed[place] ^= data.draw(st.integers(1, 255))
    try:
        found = read(bytes(changed))
    except FailedError:
        return
    assert found == MEMBERS


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_refused_in_good_order(data: bytes) -> None:
    with pytest.raises(FailedError):
        read(data)


@given(st.text(alphabet='@{}#portlea "01 ', max_size=60))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    masked = Masks(SSM, ROOT, HOME, 4566).masked(text)

    require_known_tokens(masked)
    assert filled(masked) == text
