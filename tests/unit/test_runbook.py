"""The runbook has a section for every alarm in Terraform, and no section for one that is not."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from finpulse_cli.commands.command_group import COMMANDS
from finpulse_cli.stack.hcl.module import Module

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "runbook.md").read_text()
SECTIONS = dict(re.findall(r"^## `(\*[\w-]+)`: .+?\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@cache
def alarm_names() -> list[str]:
    """The names of all alarms, with every API there is; what only an apply tells is left out of them."""
    module = Module.read(ROOT / "terraform", {"http_api": "true", "push_api": "true", "alert_webhooks": '{"ops": {}}'})
    return [str(alarm.get("alarm_name")) for alarm in module.resources("aws_cloudwatch_metric_alarm")]


@pytest.mark.parametrize("name", alarm_names())
def test_every_alarm_has_one_section(name: str) -> None:
    assert [pattern for pattern in SECTIONS if fnmatch(name, pattern)] != []
    assert len([pattern for pattern in SECTIONS if fnmatch(name, pattern)]) == 1


@pytest.mark.parametrize("pattern", SECTIONS)
def test_every_section_is_about_an_alarm_and_says_how_to_redrive(pattern: str) -> None:
    assert [name for name in alarm_names() if fnmatch(name, pattern)]
    assert re.search(r"^1\. ", SECTIONS[pattern], re.MULTILINE)
    assert re.search(r"^Redrive: ", SECTIONS[pattern], re.MULTILINE)


def test_its_commands_are_commands() -> None:
    named = set(re.findall(r"finpulse ([a-z]+)", PAGE))
    assert named <= {entry.name for entry in COMMANDS}
    assert {"status", "quarantine", "trace", "logs", "mail"} <= named
