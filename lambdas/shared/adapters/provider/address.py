"""The address of a provider's endpoint, checked before a key is ever sent to it."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from lambdas.shared.adapters.guarded_http import may_carry_secrets
from lambdas.shared.errors import SettingsError


def endpoint(base_url: str, path: str, setting: str) -> str:
    """Return the address of `path` at a base URL: `https://host/api` and `/quote` make `https://host/api/quote`.

    A base URL that ends with the path is taken as it is. Raises `SettingsError` that names `setting` unless the
    address is https, or http to this machine itself: the key travels to it.
    """
    try:
        parts = urlsplit(base_url.strip())
        usable = not parts.query and may_carry_secrets(parts)
    except ValueError:  # a port that is no number, an IPv6 address that is none
        usable = False
    if not usable:
        raise SettingsError(f"{setting} must be like https://api.example.com, or http on a loopback address")
    before = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{before if before.endswith(path) else before + path}"


def with_parameters(address: str, **parameters: str) -> str:
    """Return the endpoint's address with a query string; commas between symbols stay commas."""
    return f"{address}?{urlencode(parameters, safe=',')}"
