"""The headers that bind the page, here and behind CloudFront."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from finpulse_cli.web.headers import content_security_policy, security_headers
from tests.unit.web.pages import CONFIG

HOSTING = Path(__file__).resolve().parents[3] / "terraform" / "hosting.tf"


def directives(policy: str) -> dict[str, list[str]]:
    """The sources of each directive."""
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


def test_the_page_talks_to_its_api_and_nobody_else() -> None:
    assert directives(content_security_policy(CONFIG))["connect-src"] == [
        "'self'",
        "http://127.0.0.1:4566/_aws/execute-api/abcd1234/",
        "ws://127.0.0.1:4566/_aws/execute-api/wxyz5678/live",
    ]
    assert directives(content_security_policy(None))["connect-src"] == ["'self'"]


def test_a_page_that_polls_talks_to_its_api_only() -> None:
    assert directives(content_security_policy(replace(CONFIG, websocket_url=None)))["connect-src"] == [
        "'self'",
        "http://127.0.0.1:4566/_aws/execute-api/abcd1234/",
    ]


def test_no_script_or_style_but_its_own_runs() -> None:
    policy = directives(content_security_policy(CONFIG))

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert "unsafe" not in content_security_policy(CONFIG)


def test_cloudfront_sends_the_same() -> None:
    terraform = HOSTING.read_text()
    hosted = directives("; ".join(re.findall(r'^    "([a-z]+-[a-z]+ .*)",$', terraform, re.MULTILINE)))
    served = directives(content_security_policy(CONFIG))
    assert hosted.pop("connect-src") == ["'self'", "${local.dashboard_peers}"]
    served.pop("connect-src")

    assert hosted == served
    for name, value in security_headers(CONFIG).items():
        if name not in ("Content-Security-Policy", "X-Content-Type-Options"):  # these have blocks of their own
            assert f'"{value}"' in terraform, name
