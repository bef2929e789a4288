"""The places in a snapshot's texts that are filled when it is restored: `@{kind argument}`.

| token | becomes |
| --- | --- |
| `@{port 0}`, `1`, `2` | the emulator's port and the two after it |
| `@{zips}` | the folder of the Lambda zips |
| `@{sha256 F}`, `@{base64 F}`, `@{size F}` | digests and size in bytes of function F's zip |
| `@{uuid N}`, `@{hex8 N}`, `@{hex224 N}`, `@{role N}` | a random id of that form, the same one for the same number |
| `@{secret NAME}`, `@{secret64 NAME}` | a random secret, and the same one in base64 |
| `@{time D Z}` | the moment in ISO 8601, with D decimals of a second and Z behind them |
| `@{epoch s}`, `@{epoch ms}`, `@{epoch us}` | the moment as a number: seconds, milliseconds, seconds with decimals |
| `@{sequence}` | the moment as the first sequence number of a stream |
| `@{literal}` | the two characters that a token begins with, where they begin none |

A token that is a number stands in quotes, as JSON text asks for, and with a `#` before its kind; it loses both.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import string
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

TOKEN = re.compile(r'"@\{#(?P<number>[^}]+)\}"|@\{(?P<text>[^}#]+)\}')
OPENING, LITERAL = "@{", "@{literal}"
_SECRET_LENGTHS = {"query-token": 43}
_ALPHABET = string.ascii_letters + string.digits


@dataclass
class Values:
    """What the tokens of one restored snapshot become. `moment` is aware UTC, `port` the emulator's."""

    port: int
    zips: Mapping[str, Path]
    moment: datetime
    emulator_id: str
    _made: dict[str, str] = field(default_factory=dict)
    _code: dict[str, bytes] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """Return a text of the snapshot with every token filled. Raises KeyError for one that is not known."""
        return TOKEN.sub(lambda match: self._value(match["number"] or match["text"]), text)

    def _value(self, token: str) -> str:
        kind, _, argument = token.partition(" ")
        return _KINDS[kind](self, argument)

    def _port(self, offset: str) -> str:
        return str(self.port + int(offset))

    def _zips(self, _argument: str) -> str:
        return str(next(iter(self.zips.values())).parent)

    def _zip(self, function: str) -> bytes:
        if function not in self._code:
            self._code[function] = self.zips[function].read_bytes()
        return self._code[function]

    def _sha256(self, function: str) -> str:
        return hashlib.sha256(self._zip(function)).hexdigest()

    def _base64(self, function: str) -> str:
        return base64.b64encode(hashlib.sha256(self._zip(function)).digest()).decode()

    def _size(self, function: str) -> str:
        return str(len(self._zip(function)))

    def _once(self, name: str, make: Callable[[], str]) -> str:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def _uuid(self, number: str) -> str:
        return self._once(f"uuid {number}", lambda: str(uuid.uuid4()))

    def _hex8(self, number: str) -> str:
        return self._once(f"hex8 {number}", lambda: secrets.token_hex(4))

    def _hex224(self, number: str) -> str:
        return self._once(f"hex224 {number}", lambda: secrets.token_hex(112))

    def _role(self, number: str) -> str:
        return self._once(f"role {number}", lambda: "AROA" + uuid.uuid4().hex[:17].upper())

    def _secret(self, name: str) -> str:
        if name == "emulator-id":
            return self.emulator_id
        length = _SECRET_LENGTHS[name]
        return self._once(f"secret {name}", lambda: "".join(secrets.choice(_ALPHABET) for _ in range(length)))

    def _secret64(self, name: str) -> str:
        return base64.b64encode(self._secret(name).encode()).decode()

    def _time(self, form: str) -> str:
        decimals, _, zone = form.partition(" ")
        fraction = f".{self.moment:%f}"[: int(decimals) + 1] if int(decimals) else ""
        return f"{self.moment:%Y-%m-%dT%H:%M:%S}{fraction}{zone}"

    def _epoch(self, unit: str) -> str:
        seconds = self.moment.timestamp()
        return {"s": f"{int(seconds)}", "ms": f"{int(seconds * 1000)}", "us": f"{seconds:.6f}"}[unit]

    def _literal(self, _argument: str) -> str:
        return OPENING

    def _sequence(self, _argument: str) -> str:
        return f"{int(self.moment.timestamp() * 1000):020d}{1:010d}"


_KINDS: dict[str, Callable[[Values, str], str]] = {
    "port": Values._port,
    "zips": Values._zips,
    "sha256": Values._sha256,
    "base64": Values._base64,
    "size": Values._size,
    "uuid": Values._uuid,
    "hex8": Values._hex8,
    "hex224": Values._hex224,
    "role": Values._role,
    "secret": Values._secret,
    "secret64": Values._secret64,
    "time": Values._time,
    "epoch": Values._epoch,
    "sequence": Values._sequence,
    "literal": Values._literal,
}


def functions_in(text: str) -> set[str]:
    """Return the functions whose code a text of the snapshot takes."""
    tokens = (match["number"] or match["text"] for match in TOKEN.finditer(text))
    return {token.partition(" ")[2] for token in tokens if token.startswith("sha256 ")}
