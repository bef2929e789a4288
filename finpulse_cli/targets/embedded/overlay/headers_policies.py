"""CloudFront's policies on response headers without the lists that they were not given.

CloudFront leaves an absent CustomHeadersConfig or RemoveHeadersConfig out. MiniStack writes both, with a Quantity of 0,
and Terraform's provider takes an element for a block: every plan would take away a block that nobody has written. The
members are those of
https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html, optional both.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Write = Callable[["Element", dict[str, Any]], None]
_OPTIONAL = ("CustomHeadersConfig", "RemoveHeadersConfig")


def install() -> None:
    """Wrap MiniStack's function."""
    cloudfront: Any = import_module("ministack.services.cloudfront")
    cloudfront._build_rhp_config_xml = without_empty_lists(cloudfront._build_rhp_config_xml)
    cloudfront._RHP_SPEC["build_config"] = cloudfront._build_rhp_config_xml


def without_empty_lists(original: Write) -> Write:
    """Return a writer of a policy's XML that takes out what `original` writes of lists without members."""

    def write(parent: Element, config: dict[str, Any]) -> None:
        original(parent, config)
        for child in [child for child in parent if child.tag in _OPTIONAL and child.findtext("Quantity") == "0"]:
            parent.remove(child)

    return write
