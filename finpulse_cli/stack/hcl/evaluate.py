"""Terraform expressions, evaluated as far as the files tell.

Names that are not given (resources, data sources) are unknown, and so is what is made of them. Numbers are `int` or
`Decimal`, lists `list`, objects, maps and sets mappings.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from lark import Token, Tree

from finpulse_cli.stack.hcl.blocks import Expression, parts, text_of
from finpulse_cli.stack.hcl.functions import FUNCTIONS, call, show
from finpulse_cli.stack.hcl.unknown import UNKNOWN, UnsetError

Names = Mapping[str, Any]

_LITERALS = {"true": True, "false": False, "null": None}
_ESCAPES = {r"\"": '"', r"\n": "\n", r"\t": "\t", r"\\": "\\"}
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda left, right: Decimal(left) / Decimal(right),
    "%": operator.mod,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def evaluate(node: Expression, names: Names) -> Any:
    """Return the value of an expression; UNKNOWN when only an apply can tell.

    Raises UnsetError where Terraform would stop.
    """
    form = _FORMS.get(str(node.data))
    return UNKNOWN if form is None else form(node, names)


def references(node: Expression) -> set[str]:
    """Return the types of the resources that an expression mentions, such as `aws_kinesis_stream`."""
    tokens = node.scan_values(lambda value: isinstance(value, Token))
    return {str(token) for token in tokens if str(token).startswith("aws_")}


def _term(node: Expression, names: Names) -> Any:
    return evaluate(parts(node)[0], names)


def _identifier(node: Expression, names: Names) -> Any:
    return names.get(text_of(node), UNKNOWN)


def _number(node: Expression, _: Names) -> Any:
    text = text_of(node)
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def _string(node: Expression, names: Names) -> Any:
    pieces = [_piece(part, names) for part in parts(node)]
    return UNKNOWN if any(piece is UNKNOWN for piece in pieces) else "".join(pieces)


def _piece(part: Expression, names: Names) -> Any:
    child = part.children[0] if part.children else ""
    if not isinstance(child, Tree):
        return _unescape(str(child))
    if child.data != "interpolation":
        return UNKNOWN
    value = evaluate(parts(child)[0], names)
    return UNKNOWN if value is UNKNOWN else show(value)


def _unescape(text: str) -> str:
    text = text.replace("$${", "${").replace("%%{", "%{")
    pieces = text.split("\\\\")
    for escape, character in _ESCAPES.items():
        if escape != r"\\":
            pieces = [piece.replace(escape, character) for piece in pieces]
    return "\\".join(pieces)


def _tuple(node: Expression, names: Names) -> Any:
    return [evaluate(part, names) for part in parts(node)]


def _object(node: Expression, names: Names) -> Any:
    pairs = (parts(element) for element in parts(node))
    return {_object_key(key, names): evaluate(value, names) for key, value in pairs}


def _object_key(node: Expression, names: Names) -> Any:
    """Return an object's key: a bare word is a key by itself, not a name."""
    inner = parts(node)[0]
    bare = inner.data == "expr_term" and len(inner.children) == 1 and parts(inner)[0].data == "identifier"
    return text_of(inner) if bare or inner.data in ("keyword", "identifier") else evaluate(inner, names)


def _conditional(node: Expression, names: Names) -> Any:
    condition, if_true, if_false = parts(node)
    holds = evaluate(condition, names)
    return UNKNOWN if holds is UNKNOWN else evaluate(if_true if holds else if_false, names)


def _binary(node: Expression, names: Names) -> Any:
    first, term = parts(node)
    symbol, second = parts(term)
    left, sign = evaluate(first, names), text_of(symbol).strip()
    if sign in ("&&", "||"):
        return _logical(sign, left, second, names)
    right = evaluate(second, names)
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    try:
        return _OPERATORS[sign](left, right)
    except (TypeError, ArithmeticError) as error:
        raise UnsetError(f"{sign}: {error}") from error


def _logical(sign: str, left: Any, second: Expression, names: Names) -> Any:
    if left is UNKNOWN:
        return UNKNOWN
    decided = not left if sign == "&&" else left
    return bool(left) if decided else evaluate(second, names)


def _unary(node: Expression, names: Names) -> Any:
    value = evaluate(parts(node)[0], names)
    if value is UNKNOWN:
        return UNKNOWN
    return -value if str(node.children[0]).strip() == "-" else not value


def _call(node: Expression, names: Names) -> Any:
    name, *rest = parts(node)
    function, arguments = text_of(name), parts(rest[0]) if rest else []
    if function in ("try", "can"):
        return _attempt(function, arguments, names)
    if function not in FUNCTIONS:
        return UNKNOWN
    values = [evaluate(argument, names) for argument in arguments]
    return UNKNOWN if any(_holds_unknown(value) for value in values) else call(function, values)


def _holds_unknown(value: Any) -> bool:
    """Return whether a value, or an element of a list, is unknown; attributes of objects may be."""
    return value is UNKNOWN or (isinstance(value, list) and any(element is UNKNOWN for element in value))


def _attempt(function: str, arguments: list[Expression], names: Names) -> Any:
    for argument in arguments:
        try:
            value = evaluate(argument, names)
        except UnsetError:
            continue
        return value if function == "try" or value is UNKNOWN else True
    if function == "can":
        return False
    raise UnsetError("try: nothing worked")


def _index(node: Expression, names: Names) -> Any:
    base, index = parts(node)
    return _element(evaluate(base, names), _index_value(index, names))


def _index_value(index: Expression, names: Names) -> Any:
    inner = parts(index)
    return evaluate(inner[0], names) if inner else int(text_of(index).lstrip("."))


def _attribute(node: Expression, names: Names) -> Any:
    base, getter = parts(node)
    return _element(evaluate(base, names), _attribute_name(getter))


def _attribute_name(getter: Expression) -> str:
    return text_of(getter).lstrip(".")


def _element(value: Any, key: Any) -> Any:
    if value is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    try:
        return value[key]
    except (LookupError, TypeError) as error:
        raise UnsetError(f"no element {key!r}") from error


def _splat(node: Expression, names: Names) -> Any:
    base, splat = parts(node)
    value = evaluate(base, names)
    if value is UNKNOWN:
        return UNKNOWN
    found = value if isinstance(value, list) else [] if value is None else [value]
    for getter in parts(splat):
        key = _attribute_name(getter) if getter.data == "get_attr" else _index_value(getter, names)
        found = [_element(element, key) for element in found]
    return found


def _for_tuple(node: Expression, names: Names) -> Any:
    intro, result, *condition = parts(node)
    inner = _iterations(intro, condition, names)
    return UNKNOWN if inner is None else [evaluate(result, scope) for scope in inner]


def _for_object(node: Expression, names: Names) -> Any:
    intro, key, result, *condition = parts(node)
    inner = _iterations(intro, condition, names)
    if inner is None:
        return UNKNOWN
    return {evaluate(key, scope): evaluate(result, scope) for scope in inner}


def _iterations(intro: Expression, condition: list[Expression], names: Names) -> list[Names] | None:
    """Return the names of each round that the condition lets through; None when the collection is unknown."""
    *identifiers, collection = parts(intro)
    values = evaluate(collection, names)
    if values is UNKNOWN:
        return None
    labels = [text_of(identifier) for identifier in identifiers]
    scopes = [{**names, **dict(zip(labels, round_, strict=False))} for round_ in _rounds(values, len(labels))]
    return [scope for scope in scopes if not condition or evaluate(parts(condition[0])[0], scope)]


def _rounds(values: Any, labels: int) -> Iterator[tuple[Any, ...]]:
    pairs = values.items() if isinstance(values, Mapping) else enumerate(values)
    return (pair if labels > 1 else (pair[1],) for pair in pairs)


_FORMS: dict[str, Callable[[Expression, Names], Any]] = {
    "expr_term": _term,
    "identifier": _identifier,
    "literal_value": lambda node, _: _LITERALS[text_of(node)],
    "int_lit": _number,
    "float_lit": _number,
    "string": _string,
    "tuple": _tuple,
    "object": _object,
    "conditional": _conditional,
    "binary_op": _binary,
    "unary_op": _unary,
    "function_call": _call,
    "index_expr_term": _index,
    "get_attr_expr_term": _attribute,
    "full_splat_expr_term": _splat,
    "attr_splat_expr_term": _splat,
    "for_tuple_expr": _for_tuple,
    "for_object_expr": _for_object,
}
