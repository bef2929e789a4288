"""Files as blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.stack.hcl.blocks import parse_expression, read_blocks, text_of

if TYPE_CHECKING:
    from pathlib import Path


def test_blocks_with_labels_arguments_and_inner_blocks(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_text(
        '# a comment\nresource "aws_x" "one" {\n  size = 1 # inline\n\n  inner {\n    flag = true\n  }\n}\n'
    )
    (tmp_path / "b.tf").write_text("locals {\n  answer = 42\n}\n")
    resource, local = read_blocks(tmp_path)
    assert (resource.kind, resource.labels) == ("resource", ("aws_x", "one"))
    assert text_of(resource.arguments["size"]) == "1"
    assert [inner.kind for inner in resource.blocks] == ["inner"]
    assert local.kind == "locals"
    assert list(local.arguments) == ["answer"]


def test_a_folder_without_files(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        read_blocks(tmp_path)


def test_a_file_that_is_no_hcl_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.tf").write_text('resource "x" {')
    with pytest.raises(FailedError, match=r"broken\.tf"):
        read_blocks(tmp_path)


def test_what_is_no_expression() -> None:
    with pytest.raises(FailedError):
        parse_expression("[1,")
