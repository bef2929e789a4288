"""Makes the comment on a pull request from what `finpulse up --aws --plan --json` prints; deploy.yml runs it.

It shows addresses and actions, never the values of attributes, and of the account only the last digits: a pull
request may be public.
"""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

MARK = "<!-- finpulse-plan -->"
# GitHub refuses a comment of more than 65,536 characters.
_MOST_ROWS = 200
_LONGEST_ADDRESS = 200
# What takes something away comes first: that is what a reviewer looks for.
_ORDER = ("delete", "replace", "update", "create")
_DANGEROUS = _ORDER[:2]


def comment(plan: dict[str, Any], commit: str, run_url: str) -> str:
    """Markdown of the plan, ready to be posted. Raises KeyError when `plan` lacks something."""
    resources = sorted(plan["resources"], key=lambda resource: (_rank(resource["action"]), resource["address"]))
    parts = [MARK, "### FinPulse plan", "", _summary(plan), ""]
    if resources:
        parts += [*_table(resources), ""]
    parts += [f"Of {commit[:12]}, by [this run]({run_url}). Nothing of it is applied before it is on `main`.", ""]
    return "\n".join(parts)


def _summary(plan: dict[str, Any]) -> str:
    changes = plan["changes"]
    where = f"in {plan['region']}, account …{str(plan['account'])[-4:]}"
    if not any(changes.values()):
        counts = "**No changes**"
    else:
        counts = f"**{changes['add']} to add, {changes['change']} to change, {changes['remove']} to remove**"
    return f"{counts} {where}. {_cost(plan['monthly_usd'])}"


def _cost(monthly_usd: Decimal | int | str | None) -> str:
    if monthly_usd is None:
        return "What it costs is not known."
    return f"About ${Decimal(monthly_usd):,.2f} a month."


def _table(resources: list[dict[str, str]]) -> list[str]:
    rows = [_row(resource["action"], resource["address"]) for resource in resources[:_MOST_ROWS]]
    more = len(resources) - len(rows)
    lines = [
        f"<details><summary>{len(resources)} resources</summary>",
        "",
        "| | resource |",
        "| --- | --- |",
        *rows,
        "",
    ]
    if more:
        lines += [f"and {more} more", ""]
    return [*lines, "</details>"]


def _row(action: str, address: str) -> str:
    name = address[:_LONGEST_ADDRESS].replace("`", "'").replace("|", "\\|").replace("\n", " ")
    return f"| {f'⚠ **{action}**' if action in _DANGEROUS else action} | `{name}` |"


def _rank(action: str) -> int:
    return _ORDER.index(action) if action in _ORDER else len(_ORDER)


def main(arguments: list[str]) -> int:
    """Print the comment; 1 and a message when the file is not such a plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--commit", required=True)
    parser.add_argument("--run", required=True)
    options = parser.parse_args(arguments)
    try:
        plan = json.loads(options.plan.read_text(encoding="utf-8"), parse_float=Decimal)
        text = comment(plan, options.commit, options.run)
    except (OSError, ValueError, ArithmeticError, KeyError, TypeError, AttributeError) as error:
        sys.stderr.write(f"{options.plan} is not what `finpulse up --aws --plan --json` prints: {error!r}\n")
        return 1
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
