"""Every command has help with an example, and docs/cli.md is what the help says."""

from __future__ import annotations

import re

import pytest

from scripts.cli_reference import TARGET, reference

SECTIONS = re.findall(r"^## (finpulse .+)\n((?:(?!^## ).*\n)*)", reference(), re.MULTILINE)


def test_the_committed_page_is_the_generated_one() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), "run `make reference`"


def test_every_command_of_the_product_is_there() -> None:
    names = {name for name, _ in SECTIONS}
    assert names >= {
        f"finpulse {name}"
        for name in ("up", "down", "status", "doctor", "replay", "tail", "anomalies", "anomalies explain", "logs")
    }


@pytest.mark.parametrize(("name", "body"), SECTIONS, ids=[name for name, _ in SECTIONS])
def test_a_command_says_what_it_does_and_gives_an_example(name: str, body: str) -> None:
    assert body.strip()
    assert re.search(rf"^    {name}\b", body, re.MULTILINE), f"{name} lacks `Example: {name} …` in its docstring"
