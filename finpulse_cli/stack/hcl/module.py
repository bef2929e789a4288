"""A Terraform root module: its variables with the user's values, its locals, and the resources it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.stack.hcl.blocks import Block, Expression, parse_expression, read_blocks, text_of
from finpulse_cli.stack.hcl.evaluate import Names, evaluate, references
from finpulse_cli.stack.hcl.unknown import UNKNOWN, UnsetError

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE_PREFIX = "TF_VAR_"


class _Lazy(Mapping[str, Any]):
    """Named expressions, each evaluated when it is first asked for."""

    def __init__(self, expressions: Mapping[str, Expression], names: Names) -> None:
        self._expressions = expressions
        self._names = names
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            self._values[name] = evaluate(self._expressions[name], self._names)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._expressions)

    def __len__(self) -> int:
        return len(self._expressions)


@dataclass(frozen=True, slots=True)
class Section:
    """A block with the names that hold inside it."""

    block: Block
    names: Names

    def get(self, argument: str) -> Any:
        """Return the argument's value: None when it is not given, UNKNOWN when only an apply can tell."""
        expression = self.block.arguments.get(argument)
        return None if expression is None else evaluate(expression, self.names)

    def mentions(self, argument: str, resource_type: str) -> bool:
        """Return whether the argument refers to a resource of this type."""
        expression = self.block.arguments.get(argument)
        return expression is not None and resource_type in references(expression)

    def sections(self, kind: str) -> list[Section]:
        """Return the blocks of this kind inside, dynamic ones unfolded."""
        found: list[Section] = []
        for block in self.block.blocks:
            if block.kind == kind:
                found.append(Section(block, self.names))
            elif block.kind == "dynamic" and block.labels == (kind,):
                found.extend(self._unfold(block, kind))
        return found

    def section(self, kind: str) -> Section | None:
        """Return the only block of this kind inside, if there is one."""
        return next(iter(self.sections(kind)), None)

    def _unfold(self, block: Block, kind: str) -> Iterator[Section]:
        (content,) = (inner for inner in block.blocks if inner.kind == "content")
        for key, value in _pairs(evaluate(block.arguments["for_each"], self.names), kind):
            yield Section(content, {**self.names, kind: {"key": key, "value": value}})


@dataclass(frozen=True, slots=True)
class Resource(Section):
    """One instance of a resource. `key` is its key of `for_each` or `count`, "" without either."""

    type: str = ""
    name: str = ""
    key: str = ""


class Module:
    """A root module. `given` has values of variables; a text stands for the value it spells, as in TF_VAR_ variables.

    Raises UsageError when a value has no variable.
    """

    def __init__(self, blocks: list[Block], given: Mapping[str, object]) -> None:
        self._blocks = blocks
        self._declared = {block.labels[0]: block for block in blocks if block.kind == "variable"}
        for name in given.keys() - self._declared.keys():
            raise UsageError(f"the stack has no variable {name!r}", "see terraform/variables*.tf for those it has")
        self.variables = {name: self._value(name, given) for name in self._declared}
        local = {name: node for block in blocks if block.kind == "locals" for name, node in block.arguments.items()}
        self._names: dict[str, Any] = {"var": self.variables}
        self._names["local"] = _Lazy(local, self._names)

    @classmethod
    def read(cls, folder: Path, given: Mapping[str, object]) -> Module:
        """Return the module in `folder`. Raises MissingError without files, FailedError when they cannot be read."""
        return cls(read_blocks(folder), given)

    def local(self, name: str) -> Any:
        """Return a local value."""
        return self._names["local"][name]

    def refusals(self, variable: str, value: object) -> list[str]:
        """Return what the variable's validations say against a value; nothing when they take it."""
        names = {**self._names, "var": {**self.variables, variable: value}}
        rules = [Section(block, names) for block in self._declared[variable].blocks if block.kind == "validation"]
        return [str(rule.get("error_message")) for rule in rules if rule.get("condition") is False]

    def types(self) -> set[str]:
        """Types of the resources in the files, whether any is made or not."""
        return {block.labels[0] for block in self._blocks if block.kind in ("resource", "ephemeral")}

    def resources(self, type_: str, name: str | None = None) -> list[Resource]:
        """Return the instances of a type, of one name if given, in the order of the files.

        Raises FailedError when the files do not tell how many there are.
        """
        return [
            instance
            for block in self._blocks
            if block.kind == "resource" and block.labels[0] == type_ and name in (None, block.labels[1])
            for instance in self._instances(block)
        ]

    def _value(self, name: str, given: Mapping[str, object]) -> Any:
        block = self._declared[name]
        if name in given:
            return _as_declared(given[name], block)
        default = block.arguments.get("default")
        return UNKNOWN if default is None else evaluate(default, {})

    def _instances(self, block: Block) -> Iterator[Resource]:
        type_, name = block.labels
        address = f"{type_}.{name}"
        plain = Section(block, self._names)
        if "count" in block.arguments:
            count = plain.get("count")
            if not isinstance(count, int):
                raise _untold(address)
            for number in range(count):
                yield Resource(block, {**self._names, "count": {"index": number}}, type_, name, str(number))
        elif "for_each" in block.arguments:
            for key, value in _pairs(plain.get("for_each"), address):
                yield Resource(block, {**self._names, "each": {"key": key, "value": value}}, type_, name, str(key))
        else:
            yield Resource(block, self._names, type_, name)


def environment_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return Terraform's variables in the environment: those of TF_VAR_<name>."""
    return {name[len(VARIABLE_PREFIX) :]: value for name, value in environ.items() if name.startswith(VARIABLE_PREFIX)}


def _as_declared(value: object, block: Block) -> Any:
    """Return a value as declared: a text is the value itself of a text variable, and spells the value of any other."""
    type_ = block.arguments.get("type")
    if not isinstance(value, str) or (type_ is not None and text_of(type_) == "string"):
        return value
    try:
        return evaluate(parse_expression(value), {})
    except (FailedError, UnsetError) as error:
        name = VARIABLE_PREFIX + block.labels[0]
        raise UsageError(f"{name} is no Terraform value: {value}", f"unset {name}, or see its type") from error


def _pairs(collection: Any, address: str) -> list[tuple[Any, Any]]:
    if collection is UNKNOWN:
        raise _untold(address)
    return list(collection.items()) if isinstance(collection, Mapping) else [(value, value) for value in collection]


def _untold(address: str) -> FailedError:
    return FailedError(
        f"the Terraform files alone do not tell how many there are of {address}",
        "let its count or for_each follow from variables and locals, or teach finpulse_cli/stack/hcl the function",
    )
