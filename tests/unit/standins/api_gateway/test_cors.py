"""CORS as API Gateway does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from finpulse_cli.standins.api_gateway import cors
from finpulse_cli.standins.api_gateway.answer import HttpAnswer
from finpulse_cli.standins.api_gateway.cors import CorsPolicy
from tests.unit.standins.api_gateway.apis import ORIGIN, asking

EMPTY = HttpAnswer(200)
PROJECT = Path(__file__).resolve().parents[4]
POLICY = CorsPolicy((ORIGIN, "https://prices.example.com"))


def applied(policy: CorsPolicy, method: str = "GET", answer: HttpAnswer = EMPTY, **headers: str) -> dict[str, str]:
    """The headers of an answer after the policy, by their names in lower case."""
    made = policy.applied(asking("/stats", method, **headers), answer)
    assert len({name.lower() for name, _ in made.headers}) == len(made.headers)
    return {name.lower(): text for name, text in made.headers}


def test_an_answer_may_be_read_by_pages_that_are_let_in() -> None:
    assert applied(POLICY, origin=ORIGIN) == {
        "access-control-allow-origin": ORIGIN,
        "access-control-expose-headers": "etag",
        "vary": "Origin",
    }


@pytest.mark.parametrize("origin", ["http://elsewhere.example", f"{ORIGIN}0", "null", "", "HTTP://127.0.0.1:4568"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_other_page_may(origin: str, method: str) -> None:
    headers = applied(POLICY, method, origin=origin, access_control_request_method="GET")

    assert headers == {"vary": "Origin"}


def test_a_preflight_is_told_what_may_be_sent() -> None:
    assert applied(POLICY, "OPTIONS", origin=ORIGIN, access_control_request_method="DELETE") == {
        "access-control-allow-origin": ORIGIN,
        "access-control-allow-methods": "GET,POST,DELETE",
        "access-control-allow-headers": "authorization,content-type,if-none-match",
        "access-control-max-age": "3600",
        "vary": "Origin",
    }


def test_an_options_that_is_no_preflight_is_told_nothing() -> None:
    assert applied(POLICY, "OPTIONS", origin=ORIGIN) == {"vary": "Origin"}


def test_what_the_function_says_of_cors_does_not_count() -> None:
    answer = HttpAnswer(200, (("Access-Control-Allow-Origin", "*"), ("access-control-max-age", "1"), ("etag", '"1"')))

    assert applied(POLICY, answer=answer) == {"etag": '"1"', "vary": "Origin"}
    assert applied(POLICY, answer=answer, origin=ORIGIN)["access-control-allow-origin"] == ORIGIN


def test_what_the_answer_depends_on_besides_is_kept() -> None:
    answer = HttpAnswer(200, (("Vary", "Accept-Encoding"),))

    assert applied(POLICY, answer=answer)["vary"] == "Accept-Encoding, Origin"


def test_every_origin_may_be_let_in() -> None:
    headers = applied(CorsPolicy(("*",)), origin="http://elsewhere.example")

    assert headers == {"access-control-allow-origin": "*", "access-control-expose-headers": "etag"}


def test_every_origin_of_a_scheme_may_be_let_in() -> None:
    policy = CorsPolicy(("https://*",))

    assert applied(policy, origin="https://a.example")["access-control-allow-origin"] == "https://a.example"
    assert "access-control-allow-origin" not in applied(policy, origin="http://a.example")


def test_it_is_what_terraform_configures() -> None:
    found = re.search(r"cors_configuration \{(.*?)\n  \}", (PROJECT / "terraform" / "api.tf").read_text(), re.DOTALL)
    assert found is not None
    lines = dict(line.split("=", 1) for line in found[1].replace(" ", "").splitlines() if line)

    def listed(texts: tuple[str, ...]) -> str:
        return "[" + ",".join(f'"{text}"' for text in texts) + "]"

    assert lines == {
        "allow_origins": "local.cors_origins",
        "allow_methods": listed(cors.ALLOW_METHODS),
        "allow_headers": listed(cors.ALLOW_HEADERS),
        "expose_headers": listed(cors.EXPOSE_HEADERS),
        "max_age": str(cors.MAX_AGE_SECONDS),
    }
