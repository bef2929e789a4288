"""Headers that bind what the page may do. terraform/hosting.tf sends the same on AWS."""

from __future__ import annotations

from finpulse_cli.web.page_config import PageConfig

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def security_headers(config: PageConfig | None) -> dict[str, str]:
    """Return the headers of every answer; None while no stack is known: the page would have nobody to talk to."""
    return _ALWAYS | {"Content-Security-Policy": content_security_policy(config)}


def content_security_policy(config: PageConfig | None) -> str:
    """Allow scripts and styles of this origin only; connections to this origin, the API and the push API only."""
    peers = [] if config is None else [_below(config.api_url), *_exactly(config.websocket_url)]
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": " ".join(["'self'", *peers]),
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _below(url: str) -> str:
    """End a source with a slash, so that it stands for every address below it."""
    return url.rstrip("/") + "/"


def _exactly(url: str | None) -> list[str]:
    return [] if url is None else [url.partition("#")[0].partition("?")[0]]
