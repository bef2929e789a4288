"""The files as blocks: type, labels, arguments still to be evaluated, and the blocks inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import hcl2
from lark import Token, Tree
from lark.exceptions import LarkError

from finpulse_cli.core.errors import FailedError, MissingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Expression = Tree[Token]

_LAYOUT = "new_line_or_comment"


@dataclass(frozen=True, slots=True)
class Block:
    """`resource "aws_sns_topic" "alerts" { … }` has the kind `resource` and two labels."""

    kind: str
    labels: tuple[str, ...]
    arguments: Mapping[str, Expression]
    blocks: tuple[Block, ...]


def read_blocks(folder: Path) -> list[Block]:
    """Read the top-level blocks of every .tf file in `folder`, in the order of the files' names.

    Raises MissingError when there is no such file, FailedError when one is no HCL.
    """
    files = sorted(folder.glob("*.tf"))
    if not files:
        raise MissingError(f"no Terraform configuration in {folder}", "restore it (git checkout terraform)")
    return [block for file in files for block in _blocks_of(file)]


def parse_expression(text: str) -> Expression:
    """Parse an expression by itself, such as `["AAPL", "MSFT"]`. Raises FailedError when it is none."""
    try:
        tree = hcl2.parses_to_tree(f"value = {text}\n")
        return next(_arguments(parts(tree)[0]))[1]
    except (LarkError, StopIteration) as error:
        raise FailedError(f"not a Terraform value: {text}", 'write a list as ["AAPL", "MSFT"]') from error


def parts(node: Expression) -> list[Expression]:
    """Return the children that mean something: no punctuation, comments or line breaks."""
    return [child for child in node.children if isinstance(child, Tree) and child.data != _LAYOUT]


def text_of(node: Expression) -> str:
    """Return what the tokens of a node spell."""
    return "".join(str(token) for token in node.scan_values(lambda value: isinstance(value, Token)))


def _blocks_of(file: Path) -> list[Block]:
    try:
        tree = hcl2.parses_to_tree(file.read_text(encoding="utf-8"))
    except LarkError as error:
        raise FailedError(f"{file} cannot be read: {error}", "see what `terraform validate` says") from error
    return [_block(node) for node in parts(parts(tree)[0]) if node.data == "block"]


def _block(node: Expression) -> Block:
    *names, body = parts(node)
    kind, *labels = (text_of(name).strip('"') for name in names)
    inner = tuple(_block(child) for child in parts(body) if child.data == "block")
    return Block(kind, tuple(labels), dict(_arguments(body)), inner)


def _arguments(body: Expression) -> Iterator[tuple[str, Expression]]:
    for node in parts(body):
        if node.data == "attribute":
            name, expression = parts(node)
            yield text_of(name), expression
