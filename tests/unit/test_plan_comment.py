"""The comment that a plan leaves on a pull request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scripts.plan_comment import MARK, comment, main

if TYPE_CHECKING:
    from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"
RUN = "https://github.com/us/it/actions/runs/1"


def plan(**changed: Any) -> dict[str, Any]:
    return {
        "account": "123456789012",
        "region": "eu-west-1",
        "changes": {"add": 2, "change": 1, "remove": 1},
        "resources": [
            {"address": 'aws_lambda_function.this["aggregator"]', "action": "update"},
            {"address": "aws_sqs_queue.dead", "action": "delete"},
            {"address": "aws_kinesis_stream.events", "action": "create"},
            {"address": "aws_dynamodb_table.live_prices", "action": "replace"},
        ],
        "monthly_usd": "1234.5",
        **changed,
    }


def test_it_says_what_changes_where_and_what_it_costs() -> None:
    text = comment(plan(), COMMIT, RUN)
    assert text.startswith(f"{MARK}\n"), "the next plan finds it by this line"
    assert "**2 to add, 1 to change, 1 to remove** in eu-west-1" in text
    assert "About $1,234.50 a month." in text
    assert f"Of 0123456789ab, by [this run]({RUN})." in text


def test_the_account_is_not_published() -> None:
    text = comment(plan(), COMMIT, RUN)
    assert "account …9012" in text
    assert "123456789012" not in text


def test_what_takes_away_comes_first() -> None:
    rows = [line for line in comment(plan(), COMMIT, RUN).splitlines() if line.startswith("| ") and "`" in line]
    assert rows == [
        "| ⚠ **delete** | `aws_sqs_queue.dead` |",
        "| ⚠ **replace** | `aws_dynamodb_table.live_prices` |",
        '| update | `aws_lambda_function.this["aggregator"]` |',
        "| create | `aws_kinesis_stream.events` |",
    ]


def test_an_address_cannot_break_out_of_its_cell() -> None:
    resources = [{"address": 'a.b["`|\n### x"]', "action": "create"}]
    assert '| create | `a.b["\'\\| ### x"]` |\n' in comment(plan(resources=resources), COMMIT, RUN)


def test_nothing_to_do_is_said_in_words() -> None:
    nothing = plan(changes={"add": 0, "change": 0, "remove": 0}, resources=[], monthly_usd=None)
    text = comment(nothing, COMMIT, RUN)
    assert "**No changes** in eu-west-1" in text
    assert "What it costs is not known." in text
    assert "<details>" not in text


def test_github_takes_even_the_longest() -> None:
    resources = [{"address": f"{'x' * 400}{number}", "action": "create"} for number in range(1000)]
    text = comment(plan(resources=resources), COMMIT, RUN)
    assert "1000 resources" in text
    assert "and 800 more" in text
    assert len(text) < 65_536


def test_the_program_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(monthly_usd=41.2)), encoding="utf-8")
    assert main([str(file), "--commit", COMMIT, "--run", RUN]) == 0
    out = capsys.readouterr().out
    assert out.startswith(MARK)
    assert "About $41.20 a month." in out


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"account": 1}', json.dumps(plan(monthly_usd="much"))])
def test_what_is_no_plan_is_refused(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.json"
    file.write_text(content, encoding="utf-8")
    assert main([str(file), "--commit", COMMIT, "--run", RUN]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "is not what `finpulse up --aws --plan --json` prints" in printed.err
