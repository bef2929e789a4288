"""What the GitHub workflows promise: who may touch AWS, when, and with what."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.starts_programs("bash")

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ASSUME = "aws-actions/configure-aws-credentials"
PUBLISH = "pypa/gh-action-pypi-publish"


def load(path: str) -> dict[str, Any]:
    """A YAML file with every value as the text that stands there; else the key `on` would be read as true."""
    text = (ROOT / ".github" / path).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # type: ignore[no-any-return]  # noqa: S506 - makes texts only


TEST = load("workflows/test.yml")
DEPLOY = load("workflows/deploy.yml")
RELEASE = load("workflows/release.yml")
TOOLCHAIN = load("actions/toolchain/action.yml")
EVERY_JOB = [
    pytest.param(job, id=f"{workflow['name']}-{name}")
    for workflow in (TEST, DEPLOY, RELEASE)
    for name, job in workflow["jobs"].items()
]


def steps(job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = DEPLOY["jobs"][job]["steps"]
    return found


def publishes(job: Mapping[str, Any]) -> bool:
    return any(step.get("uses", "").startswith(PUBLISH) for step in job.get("steps", []))


def step(job: str, name: str) -> dict[str, Any]:
    return next(step for step in steps(job) if step.get("name") == name)


def assumes_a_role(job: Mapping[str, Any]) -> bool:
    return any(step.get("uses", "").startswith(ASSUME) for step in job.get("steps", []))


# --- every job


def test_a_workflow_gives_its_jobs_no_permission_unasked() -> None:
    assert TEST["permissions"] == {}
    assert DEPLOY["permissions"] == {}
    assert RELEASE["permissions"] == {}


@pytest.mark.parametrize("job", EVERY_JOB)
def test_a_job_says_what_it_may_do_and_how_long(job: Mapping[str, Any]) -> None:
    assert "permissions" in job
    # GitHub knows no limit for a job that calls a workflow: the called one has it.
    assert "uses" in job or 1 <= int(job["timeout-minutes"]) <= 60


@pytest.mark.parametrize("job", EVERY_JOB)
def test_only_a_job_that_assumes_a_role_or_publishes_can_ask_for_an_identity(job: Mapping[str, Any]) -> None:
    assert (job["permissions"].get("id-token") == "write") == (assumes_a_role(job) or publishes(job))


@pytest.mark.parametrize("job", EVERY_JOB)
def test_a_job_that_can_write_runs_no_code_of_the_pull_request(job: Mapping[str, Any]) -> None:
    writes = [scope for scope, level in job["permissions"].items() if level == "write" and scope != "id-token"]
    uses = [step.get("uses", "") for step in job.get("steps", [])]
    assert not writes or not any(action.startswith(("actions/checkout", "./")) for action in uses)


@pytest.mark.parametrize("job", EVERY_JOB)
def test_no_token_stays_in_the_checkout(job: Mapping[str, Any]) -> None:
    for checkout in (step for step in job.get("steps", []) if step.get("uses", "").startswith("actions/checkout")):
        assert checkout["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("job", EVERY_JOB)
def test_no_cache_reaches_a_job_with_credentials(job: Mapping[str, Any]) -> None:
    caches = [step for step in job.get("steps", []) if step.get("with", {}).get("cache", "false") != "false"]
    assert TOOLCHAIN["inputs"]["cache"]["default"] == "false"
    assert not (caches and (assumes_a_role(job) or publishes(job)))


@pytest.mark.parametrize("job", EVERY_JOB)
def test_the_toolchain_gets_only_what_it_takes(job: Mapping[str, Any]) -> None:
    for used in (step for step in job.get("steps", []) if step.get("uses") == "./.github/actions/toolchain"):
        assert set(used.get("with", {})) <= set(TOOLCHAIN["inputs"])


# --- when


def test_a_strangers_code_never_runs_as_this_repository() -> None:
    assert set(DEPLOY["on"]) == {"pull_request", "push"}
    assert set(TEST["on"]) == {"workflow_call", "workflow_dispatch"}


def test_the_tests_are_those_of_the_test_workflow() -> None:
    assert DEPLOY["jobs"]["test"]["uses"] == "./.github/workflows/test.yml"
    assert "secrets" not in DEPLOY["jobs"]["test"]
    assert [step["run"] for step in TEST["jobs"]["test"]["steps"] if "run" in step] == [".ci/run"]


def test_only_main_is_deployed_and_only_through_the_environment() -> None:
    assert DEPLOY["on"]["push"] == {"branches": ["main"]}
    applying = [name for name in DEPLOY["jobs"] if "finpulse up --aws --yes" in json.dumps(DEPLOY["jobs"][name])]
    assert applying == ["deploy"]
    job = DEPLOY["jobs"]["deploy"]
    assert job["environment"] == "production"
    assert "github.event_name == 'push' && github.ref == 'refs/heads/main'" in job["if"]
    assert set(job["needs"]) >= {"test", "package"}
    assert "always()" not in job["if"]


def test_an_apply_is_alone_and_never_cut_short() -> None:
    assert DEPLOY["jobs"]["deploy"]["concurrency"] == {"group": "production", "cancel-in-progress": "false"}
    assert DEPLOY["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    assert "github.run_id" in DEPLOY["concurrency"]["group"]


def test_the_plan_is_made_with_the_role_that_only_reads() -> None:
    roles = {
        name: next(step["with"]["role-to-assume"] for step in job["steps"] if step.get("uses", "").startswith(ASSUME))
        for name, job in DEPLOY["jobs"].items()
        if assumes_a_role(job)
    }
    assert roles == {"plan": "${{ vars.AWS_PLAN_ROLE_ARN }}", "deploy": "${{ vars.AWS_DEPLOY_ROLE_ARN }}"}
    assert "github.event_name == 'pull_request'" in DEPLOY["jobs"]["plan"]["if"]


@pytest.mark.parametrize("provider", ["alpha_vantage", "finnhub"])
def test_a_provider_s_key_is_seen_by_one_step_only(provider: str) -> None:
    text = (ROOT / ".github/workflows/deploy.yml").read_text(encoding="utf-8")
    secret = f"secrets.{provider.upper()}_KEY"
    assert text.count(secret) == 1
    assert step("deploy", "Apply")["env"][f"TF_VAR_{provider}_key"] == f"${{{{ {secret} }}}}"


def test_what_is_planned_is_what_is_applied() -> None:
    planned = {**DEPLOY["jobs"]["plan"]["env"], **step("plan", "Plan")["env"]}
    applied = {**DEPLOY["jobs"]["deploy"]["env"], **step("deploy", "Apply")["env"]}
    for provider in ("alpha_vantage", "finnhub"):
        del applied[f"TF_VAR_{provider}_key"]  # write-only: no plan shows it
    assert planned == applied


def test_defaults_are_those_of_the_stack() -> None:
    stack = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "terraform").glob("variables*.tf"))
    for name, value in DEPLOY["jobs"]["deploy"]["env"].items():
        default = re.search(r"\|\| '(.+)' }}", value)
        variable = re.search(rf'variable "{name.removeprefix("TF_VAR_")}" {{(.+?)\n}}', stack, re.DOTALL)
        assert default
        assert variable
        assert re.search(rf'default += "?{re.escape(default[1])}"?\n', variable[1])


# --- a release


def test_only_a_tag_is_published_and_only_through_the_environment_after_it_was_tested_and_tried() -> None:
    assert RELEASE["on"] == {"push": {"tags": ["v*"]}}
    assert [name for name, job in RELEASE["jobs"].items() if publishes(job)] == ["publish"]
    publish = RELEASE["jobs"]["publish"]
    assert publish["environment"] == "pypi"
    assert set(publish["needs"]) == {"test", "try"}
    assert "if" not in publish
    assert RELEASE["jobs"]["try"]["needs"] == ["build"]


def test_what_is_published_is_what_was_tried_and_nothing_of_it_is_run_with_the_identity() -> None:
    publish, tried = RELEASE["jobs"]["publish"], RELEASE["jobs"]["try"]
    fetched = [
        [step["with"] for step in job["steps"] if "download-artifact" in step.get("uses", "")]
        for job in (publish, tried)
    ]
    assert fetched[0] == fetched[1] != []
    assert all("run" not in step for step in publish["steps"])


@pytest.mark.parametrize(("tag", "code"), [("v1.2.3", 0), ("v1.2.4", 1), ("1.2.3", 1)])
def test_a_tag_that_is_not_the_version_is_refused(tag: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    program(tmp_path / "bin" / "python", f'exec {sys.executable} "$@"')
    name = "Refuse a tag that is not the version in pyproject.toml"
    [refuse] = [step for step in RELEASE["jobs"]["build"]["steps"] if step.get("name") == name]

    done = shell(refuse["run"], tmp_path, TAG=tag)

    assert done.returncode == code
    assert ("::error" in done.stdout) == bool(code)


def test_every_version_that_the_package_takes_is_tested_on_both_systems() -> None:
    matrix = TEST["jobs"]["test"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos"]


# --- the steps that are shell


def shell(script: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script as GitHub does; programs in tmp_path/bin come first."""
    environment = {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", **variables}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


PULL_REQUEST = {"EVENT": "pull_request", "REPOSITORY": "us/it", "HEAD_REPOSITORY": "us/it", "AUTHOR": "me"}
ROLES = {"PLAN_ROLE": "arn:plan", "DEPLOY_ROLE": "arn:deploy"}
NO_ROLES = {"PLAN_ROLE": "", "DEPLOY_ROLE": ""}


@pytest.mark.parametrize(
    ("run", "plan", "deploy", "notice"),
    [
        (PULL_REQUEST | ROLES, "true", "false", None),
        (PULL_REQUEST | NO_ROLES, "false", "false", "AWS_PLAN_ROLE_ARN is not set"),
        (PULL_REQUEST | ROLES | {"HEAD_REPOSITORY": "them/it"}, "false", "false", "a fork"),
        (PULL_REQUEST | ROLES | {"HEAD_REPOSITORY": ""}, "false", "false", "a fork"),
        (PULL_REQUEST | ROLES | {"AUTHOR": "dependabot[bot]"}, "false", "false", "Dependabot"),
        (PULL_REQUEST | ROLES | {"EVENT": "push", "HEAD_REPOSITORY": ""}, "false", "true", None),
        (PULL_REQUEST | NO_ROLES | {"EVENT": "push"}, "false", "false", "AWS_DEPLOY_ROLE_ARN is not set"),
    ],
)
def test_what_a_run_may_do_on_aws(
    run: dict[str, str], plan: str, deploy: str, notice: str | None, tmp_path: Path
) -> None:
    decide = step("account", "Decide what this run may do on AWS")
    assert set(decide["env"]) == set(run)
    output = tmp_path / "output"
    done = shell(decide["run"], tmp_path, GITHUB_OUTPUT=str(output), **run)
    assert done.returncode == 0, "a fresh fork must not fail"
    assert output.read_text(encoding="utf-8") == f"plan={plan}\ndeploy={deploy}\n"
    if notice is None:
        assert done.stdout == ""
    else:
        assert done.stdout.startswith("::notice")
        assert notice in done.stdout


# Answers as GitHub does and notes how it was called.
GH = """
case "$*" in
  *--jq*) printf '%s' "$EARLIER" ;;
  *) echo "$*" >> calls; cat comment.md > posted ;;
esac
"""


def post(tmp_path: Path, earlier: str) -> tuple[str, str]:
    """How the comment step called GitHub to write, and what it posted."""
    program(tmp_path / "bin" / "gh", GH)
    script = step("comment", "Post it, or put it in the place of the last one")["run"]
    done = shell(script, tmp_path, EARLIER=earlier, REPOSITORY="us/it", NUMBER="7", RUN_URL="https://run.example")
    assert done.returncode == 0, done.stderr
    return (tmp_path / "calls").read_text(encoding="utf-8"), (tmp_path / "posted").read_text(encoding="utf-8")


def test_the_first_plan_is_a_new_comment(tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("the plan\n", encoding="utf-8")
    call, posted = post(tmp_path, earlier="")
    assert "--method POST repos/us/it/issues/7/comments" in call
    assert posted == "the plan\n"


def test_the_next_plan_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("the plan\n", encoding="utf-8")
    call, _ = post(tmp_path, earlier="41\n42\n")
    assert call.count("\n") == 1
    assert "--method PATCH repos/us/it/issues/comments/41 " in call


def test_a_plan_that_failed_does_not_leave_the_old_one_standing(tmp_path: Path) -> None:
    call, posted = post(tmp_path, earlier="41\n")
    assert "PATCH" in call
    assert posted.startswith("<!-- finpulse-plan -->\n")
    assert "The plan failed: [see the run](https://run.example)" in posted


@pytest.mark.parametrize(("job", "name", "call"), [("plan", "Plan", "--plan --json"), ("deploy", "Apply", "--yes")])
def test_what_is_not_configured_does_not_reach_terraform(job: str, name: str, call: str, tmp_path: Path) -> None:
    program(tmp_path / ".venv" / "bin" / "finpulse", 'echo "$*" > call; env | grep ^TF_VAR_ > seen')
    done = shell(step(job, name)["run"], tmp_path, TF_VAR_alert_email="", TF_VAR_name="finpulse")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "call").read_text(encoding="utf-8") == f"up --aws {call}\n"
    assert (tmp_path / "seen").read_text(encoding="utf-8") == "TF_VAR_name=finpulse\n"


@pytest.mark.parametrize(("newest", "code"), [("abc", 0), ("def", 1)])
def test_an_approval_that_comes_late_deploys_nothing(newest: str, code: int, tmp_path: Path) -> None:
    assert steps("deploy")[0]["name"] == "Refuse a commit that main has left behind"
    program(tmp_path / "bin" / "gh", f"echo {newest}")
    done = shell(steps("deploy")[0]["run"], tmp_path, REPOSITORY="us/it", COMMIT="abc")
    assert done.returncode == code
    assert ("main has moved on to def" in done.stdout) == bool(code)


@pytest.mark.parametrize(("well_at", "code", "looks"), [(1, 0, 1), (3, 0, 3), (99, 1, 10)])
def test_a_deployment_ends_well_when_the_stack_is(well_at: int, code: int, looks: int, tmp_path: Path) -> None:
    program(tmp_path / ".venv" / "bin" / "finpulse", f'echo "$*" >> looks; test "$(wc -l < looks)" -ge {well_at}')
    program(tmp_path / "bin" / "sleep", "")
    done = shell(step("deploy", "Check that it is well")["run"], tmp_path)
    assert done.returncode == code
    assert (tmp_path / "looks").read_text(encoding="utf-8") == "status --aws --json\n" * looks


# --- what GitHub and AWS must be told


def test_the_page_names_every_variable_and_secret() -> None:
    text = (ROOT / ".github/workflows/deploy.yml").read_text(encoding="utf-8")
    page = (DOCS / "deploy.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"\b(?:vars|secrets)\.([A-Z_]+)", text)):
        assert f"| `{name}` |" in page


def trusted(role: str) -> dict[str, Any]:
    """What the trust policy of a role asks for, without the issuer's name."""
    policy = json.loads((DOCS / "aws" / f"oidc-trust-policy-{role}.json").read_text(encoding="utf-8"))
    (statement,) = policy["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert list(statement["Condition"]) == ["StringEquals"], "no wildcards"
    issuer = statement["Principal"]["Federated"].partition("oidc-provider/")[2]
    return {key.removeprefix(f"{issuer}:"): value for key, value in statement["Condition"]["StringEquals"].items()}


REPOSITORY = "repo:OWNER@OWNER_ID/REPOSITORY@REPOSITORY_ID"


def test_the_plan_role_trusts_pull_requests_of_this_repository() -> None:
    assert trusted("plan") == {"aud": "sts.amazonaws.com", "sub": f"{REPOSITORY}:pull_request"}


def test_the_deploy_role_trusts_the_environment_and_the_workflow_on_main() -> None:
    assert trusted("deploy") == {
        "aud": "sts.amazonaws.com",
        "sub": f"{REPOSITORY}:environment:{DEPLOY['jobs']['deploy']['environment']}",
        "job_workflow_ref": "OWNER/REPOSITORY/.github/workflows/deploy.yml@refs/heads/main",
    }
