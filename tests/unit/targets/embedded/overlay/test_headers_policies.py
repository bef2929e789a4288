"""A policy on response headers is told with the lists that it was given, and no others."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from finpulse_cli.targets.embedded.overlay import headers_policies

cloudfront: Any = import_module("ministack.services.cloudfront")
SAME_ORIGIN = {"Header": "Cross-Origin-Opener-Policy", "Value": "same-origin", "Override": True}
ROUTES = pytest.mark.parametrize("route", ["policy", "configuration"])


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloudfront, "_build_rhp_config_xml", cloudfront._build_rhp_config_xml)  # put back afterwards
    monkeypatch.setitem(cloudfront._RHP_SPEC, "build_config", cloudfront._RHP_SPEC["build_config"])
    headers_policies.install()


def told(route: str, **lists: list[dict[str, Any]]) -> set[str]:
    """The members of a policy's configuration as the two readers of it are told them."""
    config = {"Name": "page", "CustomHeaders": [], "RemoveHeaders": []} | lists
    root = Element("root")
    if route == "configuration":
        cloudfront._RHP_SPEC["build_config"](root, config)
        return {child.tag for child in root}
    policy = {"Id": "1", "LastModifiedTime": "2026-01-01T00:00:00Z", "Config": config}
    cloudfront._RHP_SPEC["build_resource"](root, policy)
    return {child.tag for child in next(root.iter("ResponseHeadersPolicyConfig"))}


@ROUTES
def test_lists_that_were_not_given_are_not_told(route: str) -> None:
    assert told(route) == {"Comment", "Name"}


@ROUTES
def test_a_list_that_was_given_is_told(route: str) -> None:
    assert told(route, CustomHeaders=[SAME_ORIGIN]) == {"Comment", "Name", "CustomHeadersConfig"}
