"""What the dashboard's server answers to any request."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.web.page_config import PageConfig
from finpulse_cli.web.site import Site
from tests.unit.web.pages import CONFIG, INDEX, SCRIPT, asked, built

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT_PATH = "/assets/index-Ab12.js"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The tiny page, with a stack."""
    return Site(built(tmp_path), lambda: CONFIG)


@pytest.mark.parametrize("target", ["/", "/index.html", "/?symbol=AAPL", "/some/view", "/symbols/AAPL?range=1h"])
def test_the_index_stands_for_every_address_of_the_page(site: Site, target: str) -> None:
    answer = asked(site, target)

    assert (answer.status, answer.body.decode()) == (200, INDEX)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_others_asked_for_again(site: Site) -> None:
    assert asked(site, SCRIPT_PATH).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert asked(site, SCRIPT_PATH).headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert asked(site, "/favicon.svg").headers["Cache-Control"] == "no-cache"
    assert asked(site, "/favicon.svg").headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("target", ["/assets/gone-Cd34.js", "/robots.txt", "/assets/../index.htm"])
def test_a_file_that_is_not_there_is_404_and_not_the_index(site: Site, target: str) -> None:
    assert asked(site, target).status == 404


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/.fingerprint",
        "/%2efingerprint",
        "/index.html%00.txt",
        "/%ff.txt",
        "/link/secret.txt",
        "http://127.0.0.1:4568/secret.txt",
    ],
)
def test_nothing_outside_the_build_or_hidden_in_it_is_served(site: Site, tmp_path: Path, target: str) -> None:
    (site.dist / "link").symlink_to(tmp_path)

    answer = asked(site, target)

    assert answer.status == 404
    assert b"secret" not in answer.body


def test_a_client_that_takes_gzip_gets_it(site: Site) -> None:
    plain, zipped = asked(site, SCRIPT_PATH), asked(site, SCRIPT_PATH, accept_encoding="br, gzip;q=0.8")

    assert plain.body.decode() == SCRIPT
    assert gzip.decompress(zipped.body).decode() == SCRIPT
    assert (zipped.headers["Content-Encoding"], zipped.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != zipped.headers["ETag"]


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0"])
def test_a_client_that_does_not_take_gzip_gets_none(site: Site, accepted: str) -> None:
    assert "Content-Encoding" not in asked(site, SCRIPT_PATH, accept_encoding=accepted).headers


def test_small_files_are_not_compressed(site: Site) -> None:
    answer = asked(site, "/", accept_encoding="gzip")

    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


def test_what_the_client_has_is_not_sent_again(site: Site) -> None:
    etag = asked(site, "/").headers["ETag"]

    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = asked(site, "/", if_none_match=known)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
    (site.dist / "index.html").write_text(INDEX + "<p>new")
    assert asked(site, "/", if_none_match=etag).status == 200


def test_the_page_is_told_where_its_data_is(site: Site) -> None:
    answer = asked(site, "/config.json")

    assert json.loads(answer.body) == {
        "api_url": "http://127.0.0.1:4566/_aws/execute-api/abcd1234",
        "websocket_url": "ws://127.0.0.1:4566/_aws/execute-api/wxyz5678/live",
        "target": "embedded",
        "interval_seconds": 60,
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_stack_the_page_comes_and_its_configuration_says_what_to_do(tmp_path: Path) -> None:
    def config() -> PageConfig:
        raise MissingError("nothing is provisioned on this target", "run `finpulse up`")

    site = Site(built(tmp_path), config)
    answer = asked(site, "/config.json")

    assert asked(site, "/").status == 200
    assert answer.status == 503
    assert json.loads(answer.body) == {
        "error": "nothing is provisioned on this target: run `finpulse up`",
        "code": "not_provisioned",
    }


def test_a_stack_made_anew_is_known_at_once(tmp_path: Path) -> None:
    stacks = [CONFIG, PageConfig("http://127.0.0.1:4566/_aws/execute-api/new", None, "embedded", 60)]
    site = Site(built(tmp_path), lambda: stacks[0])
    before = asked(site, "/").headers["Content-Security-Policy"]
    stacks.pop(0)

    assert json.loads(asked(site, "/config.json").body)["api_url"].endswith("/new")
    assert asked(site, "/").headers["Content-Security-Policy"] != before


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_there_is_nothing_to_change(site: Site, method: str) -> None:
    answer = asked(site, "/", method)

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/", "/config.json", "/gone.js", "/health"])
def test_every_answer_binds_the_page(site: Site, target: str) -> None:
    headers = asked(site, target).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
