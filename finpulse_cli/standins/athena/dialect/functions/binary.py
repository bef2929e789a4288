"""Functions of bytes."""

from __future__ import annotations

from functools import partial

from finpulse_cli.standins.athena.dialect.functions.call import Arguments, Function
from finpulse_cli.standins.athena.dialect.types import VARBINARY, VARCHAR
from finpulse_cli.standins.athena.dialect.values import Typed


def _bytes(call: Arguments) -> str:
    call.need(1)
    return call.as_type(0, VARBINARY).sql


def _digest(name: str, call: Arguments) -> Typed:
    return Typed(f"unhex({name}({_bytes(call)}))", VARBINARY)


def _to_text(name: str, call: Arguments) -> Typed:
    return Typed(f"{name}({_bytes(call)})", VARCHAR)


def _to_utf8(call: Arguments) -> Typed:
    call.need(1)
    return Typed(f"encode({call.text(0).sql})", VARBINARY)


def _from_text(name: str, call: Arguments) -> Typed:
    call.need(1)
    return Typed(f"{name}({call.text(0).sql})", VARBINARY)


FUNCTIONS: dict[str, Function] = {
    "md5": partial(_digest, "md5"),
    "sha1": partial(_digest, "sha1"),
    "sha256": partial(_digest, "sha256"),
    "to_hex": partial(_to_text, "hex"),
    "to_base64": partial(_to_text, "base64"),
    "from_utf8": partial(_to_text, "decode"),
    "to_utf8": _to_utf8,
    "from_hex": partial(_from_text, "unhex"),
    "from_base64": partial(_from_text, "from_base64"),
}
