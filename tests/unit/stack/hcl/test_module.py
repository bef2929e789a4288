"""A root module: variables, locals, resources and their instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.stack.hcl.module import Module, environment_variables
from finpulse_cli.stack.hcl.unknown import UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

FILES = """
variable "count_" {
  type    = number
  default = 2

  validation {
    condition     = var.count_ <= 3
    error_message = "at most 3"
  }
}

variable "names" {
  type    = list(string)
  default = ["b", "a"]
}

variable "label" {
  type    = string
  default = null
}

variable "secret" {
  type = string
}

locals {
  doubled = var.count_ * 2
  topics  = { for name in var.names : name => { size = local.doubled } }
}

resource "aws_counted" "c" {
  count = var.count_
  index = count.index
}

resource "aws_keyed" "k" {
  for_each = local.topics

  size   = each.value.size
  source = aws_counted.c[0].arn

  dynamic "part" {
    for_each = toset(var.names)

    content {
      name = "${each.key}-${part.value}"
    }
  }

  part {
    name = "plain"
  }
}

resource "aws_untold" "u" {
  for_each = aws_counted.c
}

resource "aws_single" "s" {}

ephemeral "aws_passing" "p" {}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(FILES)
    return tmp_path


def test_instances_of_count_and_for_each(folder: Path) -> None:
    module = Module.read(folder, {})
    assert [one.get("index") for one in module.resources("aws_counted")] == [0, 1]
    assert [(one.key, one.get("size")) for one in module.resources("aws_keyed")] == [("b", 4), ("a", 4)]
    assert [one.key for one in module.resources("aws_single")] == [""]
    assert module.resources("aws_keyed", "other") == []


def test_variables_change_what_there_is(folder: Path) -> None:
    module = Module.read(folder, {"count_": 3, "names": '["x"]'})
    assert len(module.resources("aws_counted")) == 3
    assert [(one.key, one.get("size")) for one in module.resources("aws_keyed")] == [("x", 6)]


def test_a_text_spells_the_value_except_for_a_text(folder: Path) -> None:
    variables = Module.read(folder, {"count_": "1", "label": "1"}).variables
    assert variables == {"count_": 1, "names": ["b", "a"], "label": "1", "secret": UNKNOWN}


def test_dynamic_and_plain_blocks(folder: Path) -> None:
    first = Module.read(folder, {}).resources("aws_keyed")[0]
    assert [part.get("name") for part in first.sections("part")] == ["b-a", "b-b", "plain"]
    assert first.section("missing") is None
    assert first.get("missing") is None


def test_a_reference_is_unknown_but_known_by_type(folder: Path) -> None:
    first = Module.read(folder, {}).resources("aws_keyed")[0]
    assert first.get("source") is UNKNOWN
    assert first.mentions("source", "aws_counted")
    assert not first.mentions("size", "aws_counted")
    assert not first.mentions("missing", "aws_counted")


def test_how_many_there_are_must_be_in_the_files(folder: Path) -> None:
    with pytest.raises(FailedError, match=r"aws_untold\.u"):
        Module.read(folder, {}).resources("aws_untold")


def test_validations_say_what_a_variable_refuses(folder: Path) -> None:
    module = Module.read(folder, {})
    assert module.refusals("count_", 4) == ["at most 3"]
    assert module.refusals("count_", 3) == []


def test_every_type_also_of_ephemeral_resources(folder: Path) -> None:
    assert Module.read(folder, {}).types() == {"aws_counted", "aws_keyed", "aws_untold", "aws_single", "aws_passing"}


def test_a_value_without_variable(folder: Path) -> None:
    with pytest.raises(UsageError, match="no variable 'typo'"):
        Module.read(folder, {"typo": 1})


def test_a_value_that_is_none(folder: Path) -> None:
    with pytest.raises(UsageError, match="TF_VAR_count_"):
        Module.read(folder, {"count_": "[1,"})


def test_terraform_variables_of_the_environment() -> None:
    assert environment_variables({"TF_VAR_shard_count": "2", "PATH": "/bin"}) == {"shard_count": "2"}
