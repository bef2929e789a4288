"""Where LocalStack is looked for."""

from __future__ import annotations

from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.core.url import Url, parse_url
from finpulse_cli.daemon.probe import LOOPBACK

VARIABLE = "FINPULSE_LOCALSTACK_URL"
DEFAULT_PORT = 4566
DEFAULT_URL = f"http://{LOOPBACK}:{DEFAULT_PORT}"
# The last is LocalStack's own name for 127.0.0.1.
_HERE = (LOOPBACK, "localhost", "::1", "localhost.localstack.cloud")
# Its test credentials would be refused there; they are not to be sent all the same.
_AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")


def localstack_url(named: str | None) -> str:
    """Return the address the user has named, or the usual one, without a slash at the end.

    Raises UsageError for what is no address of an emulator.
    """
    if named is None:
        return DEFAULT_URL
    parts = _parts(named)
    host = parts.host.rstrip(".") if parts else ""
    if parts is None or parts.scheme not in ("http", "https") or not host or "@" in parts.authority or parts.query:
        raise UsageError(f"{VARIABLE} is no address: {named}", f"give one such as {VARIABLE}={DEFAULT_URL}")
    if f".{host}".endswith(_AWS_DOMAINS):
        raise UsageError(
            f"{VARIABLE} names AWS ({host}), not a LocalStack", act("unset it; AWS is used with `{}`", "up --aws")
        )
    return f"{parts.scheme}://{parts.authority}{parts.path.rstrip('/')}"


def port_of(url: str) -> int:
    """Return the port of an address."""
    parts = parse_url(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_here(url: str) -> bool:
    """Return whether an address is this machine's, where LocalStack can be started."""
    return parse_url(url).host in _HERE


def _parts(named: str) -> Url | None:
    """Return the parts of an address; None when its brackets or its port make no sense."""
    try:
        parts = parse_url(named)
    except ValueError:
        return None
    return None if parts.port == 0 else parts
