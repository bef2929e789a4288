"""The names that the CLI looks for are those that Terraform gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from finpulse_cli.targets.aws.names import FUNCTIONS, SUFFIXES, TABLES, StackNames

TERRAFORM = Path(__file__).resolve().parents[4] / "terraform"
NAMES = StackNames("finpulse", "111122223333", "eu-west-1")


def sources() -> str:
    return "\n".join(file.read_text() for file in sorted(TERRAFORM.glob("*.tf")))


def keys_of(block: str, file: str) -> set[str]:
    """Keys of `block = { key = { … } }`, one level deep, with hyphens as the names have them."""
    text = (TERRAFORM / file).read_text()
    body = re.split(rf"^  {block} += \{{$", text, flags=re.MULTILINE)[1].partition("\n  }\n")[0]
    return {key.replace("_", "-") for key in re.findall(r"^    (\w+) += \{", body, re.MULTILINE)}


def test_every_ending_that_terraform_gives_is_known() -> None:
    endings = set(re.findall(r'"\$\{var\.name\}-([a-z-]+[a-z])', sources()))

    assert endings - SUFFIXES == set()
    assert {"quotes", "operations", "scheduler"} <= endings


def test_functions_and_tables_are_those_of_terraform() -> None:
    assert keys_of("all_functions", "functions.tf") == set(FUNCTIONS)
    assert keys_of("tables", "tables.tf") == set(TABLES)


def test_every_ending_of_an_alarm_is_known() -> None:
    text = (TERRAFORM / "alarms.tf").read_text()
    endings = set(re.findall(r'alarm_name += ".*\}-([a-z0-9-]+)"', text))

    assert endings == {"iterator-age", "quarantine", "5xx", "failed-pushes"}
    assert endings < SUFFIXES


def test_buckets_database_and_comment_are_named_as_terraform_does() -> None:
    text = sources()

    assert '"${var.name}-lake-${local.account}-${local.region}"' in text
    assert '"${var.name}-dashboard-${local.account}-${local.region}"' in text
    assert NAMES.lake_bucket == "finpulse-lake-111122223333-eu-west-1"
    assert NAMES.dashboard_bucket == "finpulse-dashboard-111122223333-eu-west-1"
    assert StackNames("fin-pulse", "1", "r").database == "fin_pulse"
    assert 'comment             = "FinPulse dashboard (${var.name})"' in text
    assert NAMES.distribution_comment == "FinPulse dashboard (finpulse)"


@pytest.mark.parametrize(
    ("name", "owned"),
    [
        ("finpulse-quotes", True),
        ("finpulse-live-prices", True),
        ("finpulse-alert-inbox", True),
        ("finpulse-data-ingester-errors", True),
        ("finpulse-api-5xx", True),
        ("finpulse-of-an-older-version", True),
        ("finpulse-dev-quotes", False),
        ("finpulse-dev-data-ingester-errors", False),
        ("finpulse", False),
        ("finpulse-", False),
        ("my-finpulse-quotes", False),
        ("other", False),
    ],
)
def test_a_stack_owns_its_names_and_not_those_of_one_whose_name_begins_alike(name: str, owned: bool) -> None:
    assert NAMES.owns(name) is owned
