"""Turns what a real apply left behind into the texts of a snapshot.

Whatever differs from one apply to the next becomes a token (see finpulse_cli/targets/embedded/snapshot/tokens.py),
and what came in meanwhile is left out.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from finpulse_cli.stack.terraform.binary import TERRAFORM
from finpulse_cli.stack.terraform.fingerprint import sources_fingerprint
from finpulse_cli.stack.terraform.stage import VARIABLES_FILE
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.snapshot.snapshot_file import SERVICES, Snapshot
from finpulse_cli.targets.embedded.state_folder import StateFolder
from scripts.snapshot_pruning import prune

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finpulse_cli.core.paths import TargetHome

_ISO = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|\+00:?00)?")
_SEQUENCE = re.compile(r"(?<!\d)0{7}(\d{13})0{9}1(?!\d)")
_FORMS = {
    "uuid": re.compile(r"(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f-])"),
    "hex224": re.compile(r"(?<![0-9a-f])[0-9a-f]{224}(?![0-9a-f])"),
    "role": re.compile(r"(?<![0-9A-Z])AROA[0-9A-F]{17}(?![0-9A-Z])"),
}
_RAW = re.compile(r"@\{(uuid|role|hex8|hex224) !([^}]+)\}")  # an id that has no number yet
_API_IDS = re.compile(r"(api|authorizer|deployment|integration|integrationResponse|route|routeResponse)Id")
_SIZES = ("CodeSize", "source_code_size")


@dataclass(frozen=True, slots=True)
class Applied:
    """A real apply that was stopped again: where its home is, the emulator's port, and when it was at work."""

    home: TargetHome
    port: int
    began: float
    ended: float


def template(applied: Applied) -> Snapshot:
    """Make the snapshot of one apply."""
    home = applied.home
    services = {name: _service(home, name) for name in SERVICES}
    documents: dict[str, Any] = {
        **services,
        "terraform": _terraform(_read(home.terraform_state.read_text(encoding="utf-8"))),
        "outputs": _read(home.outputs.read_text(encoding="utf-8")),
        "variables": _read((home.terraform_dir / VARIABLES_FILE).read_text(encoding="utf-8")),
    }
    texts = _Tokens(applied, documents).texts()
    return Snapshot(
        engine=ministack.REQUIREMENT,
        sources=sources_fingerprint(home.terraform_dir),
        variables=texts.pop("variables"),
        terraform=texts.pop("terraform"),
        outputs=texts.pop("outputs"),
        state=texts,
    )


def _service(home: TargetHome, name: str) -> Any:
    folder = StateFolder(home.state_dir)
    text = (folder.checkpoint(folder.checkpoints()[0]) / f"{name}.json").read_text(encoding="utf-8")
    document = _read(text)
    prune(name, document["payload"])
    return document


def _terraform(state: dict[str, Any]) -> dict[str, Any]:
    """Return Terraform's state without what it has only read or checked, which every plan does again.

    The version is the oldest that may read it, not the one that has written it: their form is the same.
    """
    managed = [resource for resource in state["resources"] if resource["mode"] == "managed"]
    for instance in (instance for resource in managed for instance in resource["instances"]):
        instance["sensitive_attributes"].sort(key=_compact)
    oldest = ".".join(map(str, (*TERRAFORM.minimum, 0)))
    return state | {"resources": managed, "serial": 1, "check_results": None, "terraform_version": oldest}


def _read(text: str) -> Any:
    if "@{" in text:
        raise ValueError("a text holds what tokens begin with")
    return json.loads(text)


class _Tokens:
    """Puts tokens into documents, and numbers those of one form by their place in the sorted documents."""

    def __init__(self, applied: Applied, documents: Mapping[str, Any]) -> None:
        self._applied = applied
        self._documents = documents
        self._zips = {path.stem: path.read_bytes() for path in sorted(applied.home.lambdas.glob("*.zip"))}
        self._fixed = dict(self._known())
        ids = sorted(set(_api_ids(documents["apigateway"])))
        self._api_ids = re.compile(rf"(?<![0-9a-zA-Z-])({'|'.join(ids)})(?![0-9a-zA-Z-])")

    def texts(self) -> dict[str, str]:
        """Return the documents as texts.

        Terraform's state comes first: there every id stands at an address of its own, in an order of Terraform's.
        """
        numbers: dict[tuple[str, str], int] = {}

        def number(match: re.Match[str]) -> str:
            kind, value = match[1], match[2]
            return f"@{{{kind} {numbers.setdefault((kind, value), len(numbers) + 1)}}}"

        def known(match: re.Match[str]) -> str:
            return number(match) if (match[1], match[2]) in numbers else match[0]

        texts = {"terraform": _RAW.sub(number, _compact(self._filled(self._documents["terraform"])))}
        for name in sorted(self._documents.keys() - texts.keys()):
            with_known = json.loads(_RAW.sub(known, _compact(self._filled(self._documents[name]))))
            texts[name] = _RAW.sub(number, _compact(_sorted(with_known)))
        return texts

    def _known(self) -> Iterator[tuple[str, str]]:
        """Yield what stands for itself wherever it is: paths, code, secrets."""
        yield str(self._applied.home.lambdas), "@{zips}"
        for name, content in self._zips.items():
            digest = hashlib.sha256(content)
            yield digest.hexdigest(), f"@{{sha256 {name}}}"
            yield base64.b64encode(digest.digest()).decode(), f"@{{base64 {name}}}"
        for key, parameter in self._documents["ssm"]["payload"]["parameters"]["data"].items():
            for end, name in _SECRETS.items():
                if key.endswith(end):
                    secret = parameter["OriginalValue"]
                    yield base64.b64encode(secret.encode()).decode(), f"@{{secret64 {name}}}"
                    yield secret, f"@{{secret {name}}}"

    def _filled(self, node: Any) -> Any:
        if isinstance(node, dict):
            sizes = {key: self._size(node) for key in _SIZES if key in node}
            return {self._text(key): self._filled(value) for key, value in (node | sizes).items()}
        if isinstance(node, list):
            return [self._filled(value) for value in node]
        if isinstance(node, str):
            return self._text(node)
        return self._number(node) if isinstance(node, int | float) and not isinstance(node, bool) else node

    def _size(self, node: Mapping[str, Any]) -> str:
        digest = node.get("CodeSha256") or node.get("code_sha256")
        return f"@{{#size {self._fixed[str(digest)].removeprefix('@{base64 ').removesuffix('}')}}}"

    def _text(self, text: str) -> str:
        if text.startswith("@{"):
            return text
        for known, token in self._fixed.items():
            text = text.replace(known, token)
        for offset in range(3):
            text = re.sub(rf"(localhost|127\.0\.0\.1):{self._applied.port + offset}\b", rf"\1:@{{port {offset}}}", text)
        text = _SEQUENCE.sub(lambda match: "@{sequence}" if self._is_now(int(match[1]) / 1000) else match[0], text)
        text = _ISO.sub(self._time, text)
        if re.fullmatch(r"\d{10}|\d{13}", text):
            text = str(self._number(int(text))).replace("#", "")
        text = self._api_ids.sub(r"@{hex8 !\1}", text)
        for kind, form in _FORMS.items():
            text = form.sub(rf"@{{{kind} !\g<0>}}", text)
        return text

    def _time(self, match: re.Match[str]) -> str:
        seconds, decimals, zone = match[1], match[2] or "", match[3] or ""
        moment = datetime.fromisoformat(f"{seconds}+00:00").timestamp()
        return f"@{{time {len(decimals)} {zone}}}" if self._is_now(moment) else match[0]

    def _number(self, value: float) -> str | float:
        if self._is_now(value):
            return "@{#epoch s}" if float(value).is_integer() else "@{#epoch us}"
        return "@{#epoch ms}" if self._is_now(value / 1000) else value

    def _is_now(self, moment: float) -> bool:
        return self._applied.began - 1 <= moment <= self._applied.ended + 1


_SECRETS = {"/finpulse/instance'": "emulator-id", "/query-token'": "query-token"}


def _api_ids(node: Any) -> Iterator[str]:
    """Yield the ids that API Gateway has given."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and value and _API_IDS.fullmatch(key):
                yield value
            else:
                yield from _api_ids(value)
    elif isinstance(node, list):
        for value in node:
            yield from _api_ids(value)


def _sorted(node: Any) -> Any:
    """Return the same with its keys in an order that does not hang on random ids."""
    if isinstance(node, dict):
        entries = [(key, _sorted(value)) for key, value in node.items()]
        return dict(sorted(entries, key=lambda entry: (_masked(entry[0]), _masked(json.dumps(entry[1])))))
    return [_sorted(value) for value in node] if isinstance(node, list) else node


def _masked(text: str) -> str:
    return _RAW.sub(r"@{\1}", text)


def _compact(document: Any) -> str:
    return json.dumps(document, separators=(",", ":"))
