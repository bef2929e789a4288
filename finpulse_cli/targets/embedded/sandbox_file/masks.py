"""Takes ports, paths and secrets out of a sandbox's texts: tokens stand in their place, see `snapshot.tokens`.

What `up` makes anew is a token (the API's query token, the sandbox's id, the tokens in e-mails); what only a user can
give is `unset` (every other parameter that SSM keeps as a secret, the providers' keys among them); access keys of IAM
users, and the root key, are gone.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.snapshot.tokens import LITERAL, OPENING, TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_INSTANCE, _QUERY_TOKEN, _API_KEYS = "/instance", "/query-token", ("/alpha-vantage-key", "/finnhub-key")
_MADE_ANEW = {_INSTANCE: "emulator-id", _QUERY_TOKEN: "query-token"}
_UNSET = "unset"
_SHORTEST = 8  # characters of a key that is looked for in every text: a shorter one is in many by chance
_SOFT_BREAK = r"=\r?\n"  # where an encoded e-mail's line goes on, RFC 2045, 6.7
_MAIL_TOKEN = re.compile(rf"(?<![0-9a-f])[0-9a-f](?:(?:{_SOFT_BREAK})?[0-9a-f]){{223}}(?![0-9a-f])")
_PORTS = 3
_ALLOWED = re.compile(
    r"port [0-2]|zips|literal|hex224 [0-9]{1,6}|secret(64)? (emulator-id|query-token)"
)  # what a text may hold, in whosever file it comes


class Masks:
    """The masks of one sandbox. `ssm` is the emulator's state of that service, `port` the emulator's."""

    def __init__(self, ssm: Mapping[str, Any], root_key: str, lambdas: Path, port: int) -> None:
        self._fixed = {str(lambdas): "@{zips}", root_key: _UNSET} | _known(ssm)
        self._port = re.compile(
            rf"(localhost|127\.0\.0\.1):({'|'.join(str(port + offset) for offset in range(_PORTS))})\b"
        )
        self._first = port
        self._numbers: dict[str, int] = {}

    def masked(self, text: str) -> str:
        """Return a text that holds none of it any more."""
        text = text.replace(OPENING, LITERAL)
        for secret, token in self._fixed.items():
            text = text.replace(secret, token)
        text = self._port.sub(lambda match: f"{match[1]}:@{{port {int(match[2]) - self._first}}}", text)
        return _MAIL_TOKEN.sub(self._mail_token, text)

    def _mail_token(self, match: re.Match[str]) -> str:
        token = re.sub(_SOFT_BREAK, "", match[0])
        return f"@{{hex224 {self._numbers.setdefault(token, len(self._numbers) + 1)}}}"


def without_secrets(service: str, text: str) -> str:
    """Return a service's state, as JSON, without what a user has put there to be kept secret."""
    if service not in ("ssm", "iam"):
        return text
    document = json.loads(text)
    payload = document["payload"]
    if service == "iam":
        payload["access_keys"]["data"] = {}
    else:
        for parameter in _parameters(payload):
            if parameter["Type"] == "SecureString" and not parameter["Name"].endswith(_QUERY_TOKEN):
                encoded = base64.b64encode(_UNSET.encode()).decode()
                parameter |= {"OriginalValue": _UNSET, "Value": f"ENCRYPTED:{encoded}"}
    return json.dumps(document)


def require_known_tokens(text: str) -> None:
    """Raise ValueError when a text of a file holds a token that `Masks` does not make."""
    for match in TOKEN.finditer(text):
        token = match["number"] or match["text"]
        if match["number"] or not _ALLOWED.fullmatch(token):
            raise ValueError(f"it holds the token {token[:40]!r}")


def _known(ssm: Mapping[str, Any]) -> dict[str, str]:
    """Return what is to be replaced wherever it stands: the secrets of the stack, plain and in base64."""
    found = {}
    for parameter in _parameters(ssm["payload"]):
        value = parameter["OriginalValue"]
        for end, name in _MADE_ANEW.items():
            if parameter["Name"].endswith(end):
                found[value] = f"@{{secret {name}}}"
                found[base64.b64encode(value.encode()).decode()] = f"@{{secret64 {name}}}"
        if parameter["Name"].endswith(_API_KEYS) and len(value) >= _SHORTEST:
            found[value] = _UNSET
    return found


def _parameters(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return SSM's parameters, and what they were before."""
    earlier = [parameter for history in payload["parameter_history"]["data"].values() for parameter in history]
    return [*payload["parameters"]["data"].values(), *earlier]
