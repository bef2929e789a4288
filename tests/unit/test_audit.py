"""An audit that could not be made is told apart from one that found nothing."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scripts import audit
from scripts.audit_reports import Report, State, read_npm_audit, read_pip_audit
from scripts.secret_scan import secrets_in, tracked_files
from tests.outside import OWN

AWS_KEY = "AKIA" + "Q3EGMVZWIZXSCPBF"
ROOT = Path(__file__).resolve().parents[2]
NOT_FOUND = "Dependency not found on PyPI and could not be audited: a (1)"


def pip_report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_packages_that_no_index_knew_are_no_healthy_packages() -> None:
    silent = pip_report({"name": "a", "skip_reason": NOT_FOUND}, {"name": "b", "skip_reason": NOT_FOUND})
    report = read_pip_audit(silent, "No known vulnerabilities found")
    assert report.state is State.SKIPPED
    assert "no index answered for any of 2 packages" in report.text
    assert read_pip_audit(pip_report(), "").state is State.SKIPPED


def test_python_packages_that_were_looked_at() -> None:
    good, unknown = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": NOT_FOUND}
    assert read_pip_audit(pip_report(good), "") == Report(State.OK, "1 packages without a known vulnerability")
    assert read_pip_audit(pip_report(good, unknown), "").text.endswith("; not answered for: b")
    bad = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
    assert read_pip_audit(pip_report(good, unknown, bad), "") == Report(State.FAILED, "c 2: PYSEC-1, c 2: PYSEC-2")


def test_a_pip_audit_that_broke_off_is_skipped_with_its_last_word() -> None:
    assert read_pip_audit("", "Traceback\nConnectionError: refused\n") == Report(
        State.SKIPPED, "ConnectionError: refused"
    )
    assert read_pip_audit("", "") == Report(State.SKIPPED, "it gave no report")


def npm_report(**severities: str) -> str:
    counts = {"low": 0, "high": 0, "total": len(severities)}
    for severity in severities.values():
        counts[severity] = counts.get(severity, 0) + 1
    found = {name: {"severity": severity} for name, severity in severities.items()}
    return json.dumps({"vulnerabilities": found, "metadata": {"vulnerabilities": counts}})


def test_npm_packages_that_were_looked_at() -> None:
    assert read_npm_audit(npm_report(), "") == Report(State.OK, "no known vulnerability")
    assert read_npm_audit(npm_report(left="low"), "").text == "lesser ones only: {'low': 1}"
    assert read_npm_audit(npm_report(left="low", pad="critical", up="high"), "") == Report(
        State.FAILED, "high or critical in pad, up"
    )


@pytest.mark.parametrize(
    ("output", "errors", "reason"),
    [
        (json.dumps({"message": "405 Not Allowed", "error": {"summary": ""}}), "npm error", "405 Not Allowed"),
        (json.dumps({"error": {"code": "ENOAUDIT", "summary": "no endpoint"}}), "", "no endpoint"),
        ("", "npm error network\nnpm error ENOTFOUND\n", "npm error ENOTFOUND"),
        ("[]", "", "it gave no report"),
    ],
)  # fmt: skip
def test_a_registry_that_takes_no_questions_is_skipped(output: str, errors: str, reason: str) -> None:
    assert read_npm_audit(output, errors) == Report(State.SKIPPED, reason)


def clone(folder: Path, **files: str) -> Path:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    (folder / ".gitignore").write_text("ignored.txt\n")
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


@pytest.mark.starts_programs("git")
def test_a_planted_key_is_found_and_not_told(tmp_path: Path) -> None:
    root = clone(tmp_path, planted=f"one\nkey = '{AWS_KEY}'\n", ignored=AWS_KEY, fine="AKIAIOSFODNN7EXAMPLE\n")
    (finding,) = secrets_in(root, tracked_files(root))
    assert str(finding) == "planted.txt:2: AWS Access Key"
    report = audit.secrets(root)
    assert report.state is State.FAILED
    assert AWS_KEY not in report.text


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "https://me:" + "hunter2hunter2@host/x",
        "ghp_" + "a1B2" * 9,
        "xoxb-" + "123456789012-abcdefghij",
    ],
)
def test_other_kinds_are_found_too(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text)
    assert len(secrets_in(tmp_path, ["a"])) >= 1


def test_binary_files_and_deleted_ones_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0" + AWS_KEY.encode())
    assert secrets_in(tmp_path, ["a", "gone"]) == []


@pytest.mark.starts_programs("git")
def test_where_there_is_no_clone_the_scan_is_skipped_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit.tell("secrets", audit.secrets(tmp_path))
    assert capsys.readouterr().out.startswith("audit: secrets: skipped: ")


def test_github_shows_what_was_skipped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    audit.tell("npm", Report(State.SKIPPED, "no answer"))
    assert "::warning title=An audit was skipped::npm: no answer" in capsys.readouterr().out
    audit.tell("npm", Report(State.OK, "fine"))
    assert "::warning" not in capsys.readouterr().out


def test_any_failed_audit_fails_all(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [("a", Report(State.OK, "")), ("b", Report(State.SKIPPED, ""))]
    monkeypatch.setattr(audit, "audits", lambda _root: iter(ends))
    assert audit.main() == 0
    ends.append(("c", Report(State.FAILED, "")))
    assert audit.main() == 1


@pytest.mark.starts_programs(OWN)
def test_a_program_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert audit.npm_packages(tmp_path).state is State.SKIPPED
    assert "FileNotFoundError" in audit.npm_packages(tmp_path).text
