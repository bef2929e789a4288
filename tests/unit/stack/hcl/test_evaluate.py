"""Expressions, as Terraform evaluates them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from finpulse_cli.stack.hcl.blocks import parse_expression
from finpulse_cli.stack.hcl.evaluate import evaluate, references
from finpulse_cli.stack.hcl.unknown import UNKNOWN, UnsetError

NAMES = {
    "var": {"minutes": 5, "name": "fin", "hosted": True, "nothing": None, "list": ["b", "a", "b"]},
    "local": {"tables": {"a": {"ttl": None, "stream": True}, "b": {"ttl": "x"}}, "site": {"host": "h"}},
}


def value_of(text: str) -> Any:
    return evaluate(parse_expression(text), NAMES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("0.5", Decimal("0.5")),
        ("true", True),
        ("null", None),
        ('"plain"', "plain"),
        (r'"a\\s\"\n"', 'a\\s"\n'),
        ('"$${kept}"', "${kept}"),
        ('"${var.name}-${var.minutes}-${var.hosted}"', "fin-5-true"),
        ('["a", 1]', ["a", 1]),
        ('{ a = 1, "b c" = 2, (var.name) = 3 }', {"a": 1, "b c": 2, "fin": 3}),
        ("var.minutes * 60", 300),
        ("var.minutes / 2", Decimal("2.5")),
        ("1 + 2 * 3 - 4 % 3", 6),
        ("var.minutes == 5 && !var.hosted", False),
        ("var.minutes != 5 || var.minutes <= 5", True),
        ("var.nothing == null ? 0 : 1", 0),
        ('(var.minutes == 1 ? "one" : var.minutes == 5 ? "five" : "other")', "five"),
        ("var.list[1]", "a"),
        ("var.list.1", "a"),
        ("local.tables.a.stream", True),
        ("var.nothing[*]", []),
        ("local.site[*].host", ["h"]),
        ("var.list[*]", ["b", "a", "b"]),
        ("[for one in var.list : upper(one) if one != \"a\"]", ["B", "B"]),
        ("[for key, table in local.tables : key if try(table.stream, false)]", ["a"]),
        ("{ for place, one in var.list : place => one if place > 0 }", {1: "a", 2: "b"}),
        ('{ for pair in setproduct(keys(local.tables), ["x", "y"]) : "${pair[0]}${pair[1]}" => 1 }',
         {"ax": 1, "ay": 1, "bx": 1, "by": 1}),
        ("try(local.tables.b.stream, false)", False),
        ("can(local.tables.b.stream)", False),
        ('can(regex("^[a-z]+$", var.name))', True),
        ("coalesce(var.nothing, \"\", var.name)", "fin"),
    ],
)  # fmt: skip
def test_what_the_files_tell(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "aws_sns_topic.alerts.arn",
        "data.aws_region.current.name",
        '"arn:${aws_sns_topic.alerts.arn}"',
        "aws_sns_topic.alerts.count > 1 ? 1 : 2",
        "aws_sqs_queue.inbox[*].url",
        "[for one in aws_sqs_queue.inbox : one.url]",
        "{ for one in aws_sqs_queue.inbox : one.url => 1 }",
        "concat(var.list, [aws_sns_topic.alerts.arn])",
        "filebase64sha256(var.name)",
        "!aws_sns_topic.alerts.on",
        "aws_sns_topic.alerts.on && true",
    ],
)
def test_what_only_an_apply_tells(text: str) -> None:
    assert value_of(text) is UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["local.tables.c", "var.list[9]", "var.name.part", 'var.name + 1', "try(local.tables.c)", "one(var.list)",
     'regex("x", var.name)', "upper(1)", "1 / 0"],
)  # fmt: skip
def test_where_terraform_would_stop(text: str) -> None:
    with pytest.raises(UnsetError):
        value_of(text)


def test_a_decided_condition_does_not_look_further() -> None:
    assert value_of("false && local.tables.c") is False
    assert value_of("true || local.tables.c") is True


def test_the_resources_that_an_expression_mentions() -> None:
    mentioned = references(parse_expression("var.hosted ? aws_kinesis_stream.quotes.arn : local.arn"))
    assert mentioned == {"aws_kinesis_stream"}
