"""HTTP to an address that is, or comes with, a secret: where it may lead, and what sends it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, build_opener, getproxies

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_THIS_MACHINE = ("localhost", "host.docker.internal")  # the second is how a container sees the machine it runs on


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would carry the secret to an address that nobody checked."""

    def redirect_request(self, *_: Any) -> None:
        return None


def guarded_opener() -> OpenerDirector:
    """Return an opener that follows no redirect, and uses the environment's proxy for https alone."""
    # plain http only ever goes to this machine, so a proxy has no business seeing it
    proxies = {scheme: address for scheme, address in getproxies().items() if scheme == "https"}
    return build_opener(ProxyHandler(proxies), _NoRedirects())


def may_carry_secrets(parts: SplitResult) -> bool:
    """Return whether an address is https, or http to this machine itself. ValueError for a port that is no number."""
    if parts.username is not None or parts.port == 0 or not parts.hostname or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))


def _is_loopback(host: str) -> bool:
    if host in _THIS_MACHINE:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
