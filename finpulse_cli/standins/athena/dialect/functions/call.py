"""What a function is given: its arguments, read when it asks for them, and what stands behind the brackets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.casts import coerced
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.scope import Scope, Typing
from finpulse_cli.standins.athena.dialect.types import BOOLEAN, VARCHAR, Type, coerces
from finpulse_cli.standins.athena.dialect.values import Typed


class Arguments:
    """One call of a function."""

    def __init__(self, typing: Typing, node: nodes.Call, scope: Scope) -> None:
        self.typing = typing
        self.writer = typing.writer
        self.node = node
        self.scope = scope

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.node.arguments)

    def need(self, *counts: int) -> None:
        """Raises QuerySyntaxError unless there are so many."""
        if self.count not in counts or self.node.star:
            wanted = " or ".join(map(str, counts))
            raise invalid(f"{self.node.name} takes {wanted} arguments here, not {self.count}")

    def value(self, place: int) -> Typed:
        """One as it is."""
        return self.typing.expression(self.node.arguments[place], self.scope)

    def values(self) -> list[Typed]:
        """All as they are."""
        return [self.value(place) for place in range(self.count)]

    def as_type(self, place: int, kind: Type) -> Typed:
        """One as the type that the function takes. Raises QuerySyntaxError for what is not one."""
        value = self.value(place)
        if not coerces(value.type, kind) and not (kind == VARCHAR and value.type.name == "varchar"):
            raise invalid(f"{self.node.name} takes {kind} as argument {place + 1}, not {value.type}; use CAST")
        return coerced(self.writer, value, kind)

    def text(self, place: int) -> Typed:
        """One that is a text."""
        return self.as_type(place, VARCHAR)

    def literal(self, place: int) -> str:
        """The value of one that must be a text written out. Raises QuerySyntaxError for any other."""
        constant = self.text(place).constant
        if not isinstance(constant, str):
            raise refused(f"{self.node.name} with an expression as argument {place + 1}", "write the text itself")
        return constant

    def whole(self, place: int) -> int:
        """The value of one that must be a whole number written out. Raises QuerySyntaxError for any other."""
        constant = self.value(place).constant
        if not isinstance(constant, int):
            raise refused(f"{self.node.name} with an expression as argument {place + 1}", "write the number itself")
        return constant

    def of_type(self, place: int, name: str) -> Typed:
        """One of a type with parameters, such as an array."""
        value = self.value(place)
        if value.type.name != name:
            raise invalid(f"{self.node.name} takes {name} as argument {place + 1}, not {value.type}")
        return value

    def function(self, place: int, *kinds: Type) -> tuple[str, Typed]:
        """One that is a lambda: its parameters, of these types, as DuckDB has them, and its body."""
        node = self.node.arguments[place]
        if not isinstance(node, nodes.Lambda) or len(node.parameters) != len(kinds):
            raise invalid(f"{self.node.name} takes a lambda of {len(kinds)} parameters as argument {place + 1}")
        names = [self.writer.fresh("x") for _ in kinds]
        known = {
            parameter: Typed(name, kind, None, is_simple=True)
            for parameter, name, kind in zip(node.parameters, names, kinds, strict=True)
        }
        scope = replace(
            self.scope,
            parameters={**self.scope.parameters, **known},
            no_aggregates="a lambda",
            no_windows="a lambda",
        )
        return ", ".join(names), self.typing.expression(node.body, scope)

    def condition(self, place: int, *kinds: Type) -> tuple[str, str]:
        """One that is a lambda with a boolean as its body."""
        names, body = self.function(place, *kinds)
        return names, coerced(self.writer, body, BOOLEAN).sql

    def simple(self, value: Typed, body: Callable[[str], str]) -> str:
        """`body` of a value that is computed once."""
        return self.writer.let(value, body)


Function: TypeAlias = Callable[[Arguments], Typed]
