"""Running Terraform: events, errors and Ctrl-C. A Python program stands where tflocal does."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError, StoppedError
from finpulse_cli.stack.terraform.json_events import Event, Finished, Planned, PlanReady, Started
from finpulse_cli.stack.terraform.stage import LEFT_STATE_FILE, LOCK_FILE, OVERRIDE_FILE
from finpulse_cli.stack.terraform.terraform import Terraform, UnknownResourceError
from tests.outside import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(PYTHON)
RESOURCE = {"resource": {"addr": "aws_sqs_queue.q"}, "action": "create"}
Runs = Callable[..., Terraform]


def program(*lines: object, code: int = 0) -> str:
    """Source of a program that prints JSON (or, for a string, that text) line by line and ends with `code`."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return f"import sys\nfor line in {texts!r}: print(line, flush=True)\nsys.exit({code})\n"


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    """Makes a Terraform that runs the given program instead of tflocal."""
    lock = (tmp_path / "lock").open("w")
    said: list[str] = []

    def make(source: str, *, alive: bool = True) -> Terraform:
        (tmp_path / "tflocal").write_text(source)
        folder = tmp_path / "staged"
        folder.mkdir(exist_ok=True)
        return Terraform(
            [sys.executable, str(tmp_path / "tflocal")],
            folder,
            {"PATH": os.environ["PATH"]},
            lock.fileno(),
            said.append,
            lambda: alive,
        )

    yield make
    lock.close()


def test_apply_hands_on_events_and_returns_the_outputs(runs: Runs) -> None:
    terraform = runs(
        program(
            {"type": "change_summary", "changes": {"add": 1, "operation": "plan"}},
            {"type": "apply_start", "hook": RESOURCE},
            {"type": "apply_complete", "hook": {**RESOURCE, "elapsed_seconds": 3}},
            {"type": "outputs", "outputs": {"region": {"value": "us-east-1"}}},
        )
    )
    seen: list[Event] = []

    assert terraform.apply(seen.append) == {"region": "us-east-1"}
    assert seen[:3] == [PlanReady(1), Started("aws_sqs_queue.q", "create"), Finished("aws_sqs_queue.q", "create", 3)]


def test_a_failed_apply_tells_each_error_once_and_where(runs: Runs) -> None:
    error = {"severity": "error", "summary": "no", "detail": "because\n  of it", "address": "aws_sqs_queue.q"}
    warning = {"severity": "warning", "summary": "mind you"}
    lines = [{"type": "diagnostic", "diagnostic": item} for item in (error, error, warning)]

    with pytest.raises(FailedError) as caught:
        runs(program(*lines, code=1)).apply(lambda _event: None)

    assert caught.value.message == "terraform apply failed:\n  aws_sqs_queue.q: no\n    because of it"
    assert "finpulse up" in (caught.value.next_action or "")


def test_an_error_that_is_no_json_is_shown_as_it_is(runs: Runs) -> None:
    with pytest.raises(FailedError, match="ImportError: hcl2"):
        runs(program("Traceback (most recent call last):", "ImportError: hcl2", code=1)).apply(lambda _event: None)


def test_a_resource_that_is_there_already_is_told_apart(runs: Runs) -> None:
    error = {"severity": "error", "summary": "creating stream", "detail": "ResourceInUseException: it already exists"}

    with pytest.raises(UnknownResourceError):
        runs(program({"type": "diagnostic", "diagnostic": error}, code=1)).apply(lambda _event: None)


def test_a_provider_that_cannot_be_installed_is_something_missing(runs: Runs) -> None:
    with pytest.raises(MissingError, match="terraform init failed") as caught:
        runs(program("no route to host", code=1)).init()

    assert "finpulse doctor" in (caught.value.next_action or "")


def test_the_lock_file_is_closed_to_others_although_terraform_opens_it(runs: Runs, tmp_path: Path) -> None:
    lock = tmp_path / "staged" / LOCK_FILE
    (tmp_path / "staged" / ".terraform").mkdir(parents=True)
    terraform = runs(f"import os\nos.close(os.open({LOCK_FILE!r}, os.O_CREAT))\nos.chmod({LOCK_FILE!r}, 0o644)\n")

    terraform.init()

    assert lock.stat().st_mode & 0o777 == 0o600


def test_an_override_file_of_a_killed_run_is_cleared_away(runs: Runs, tmp_path: Path) -> None:
    terraform = runs(f"import pathlib, sys\nsys.exit(pathlib.Path({OVERRIDE_FILE!r}).exists())\n")
    (tmp_path / "staged" / OVERRIDE_FILE).touch()

    terraform.apply(lambda _event: None)


def test_init_is_needed_again_when_files_change_or_the_provider_goes(runs: Runs, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    terraform = runs(program())
    (staged / "main.tf").write_text("# one")
    provider = staged / ".terraform/providers/host/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5"
    provider.parent.mkdir(parents=True)
    provider.touch()

    assert not terraform.is_initialised()
    terraform.init()
    assert terraform.is_initialised()
    (staged / "main.tf").write_text("# two")
    assert not terraform.is_initialised()
    terraform.init()
    provider.unlink()
    assert not terraform.is_initialised()


def test_ctrl_c_interrupts_terraform_once_and_waits_for_it(runs: Runs, tmp_path: Path) -> None:
    terraform = runs(f"""
import pathlib, signal, sys, threading
count, end = [], threading.Event()
def interrupted(*_):
    count.append(1)
    end.set()
signal.signal(signal.SIGINT, interrupted)
print({json.dumps({"type": "apply_start", "hook": RESOURCE})!r}, flush=True)
end.wait()
pathlib.Path("interrupts").write_text(str(len(count)))
sys.exit(1)
""")
    before = signal.getsignal(signal.SIGINT)

    with pytest.raises(StoppedError) as caught:
        terraform.apply(lambda event: os.kill(os.getpid(), signal.SIGINT) if isinstance(event, Started) else None)

    assert (tmp_path / "staged" / "interrupts").read_text() == "1"
    assert "finpulse up" in (caught.value.next_action or "")
    assert signal.getsignal(signal.SIGINT) is before


def test_the_third_ctrl_c_ends_a_terraform_that_does_not_end(runs: Runs) -> None:
    terraform = runs(f"""
import signal, threading
signal.signal(signal.SIGINT, signal.SIG_IGN)
print({json.dumps({"type": "apply_start", "hook": RESOURCE})!r}, flush=True)
threading.Event().wait()
""")

    def press_three_times(event: Event) -> None:
        if isinstance(event, Started):
            for _ in range(3):
                os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(StoppedError):
        terraform.apply(press_three_times)


def test_an_apply_whose_target_is_gone_is_ended(runs: Runs) -> None:
    gone = runs("import threading\nthreading.Event().wait()\n", alive=False)

    with pytest.raises(FailedError):
        gone.apply(lambda _event: None)


def test_init_does_not_need_the_target(runs: Runs) -> None:
    runs("import pathlib\npathlib.Path('.terraform').mkdir()\n", alive=False).init()


def noting(*, code: int = 0, stderr: str = "", stdout: str = "") -> str:
    """Source of a program that notes its arguments, prints and ends with `code`."""
    return (
        "import pathlib, sys\npathlib.Path('arguments').write_text(' '.join(sys.argv[1:]))\n"
        f"sys.stdout.write({stdout!r})\nsys.stderr.write({stderr!r})\nsys.exit({code})\n"
    )


def change(address: str, action: str) -> dict[str, object]:
    return {"type": "planned_change", "change": {"resource": {"addr": address}, "action": action}}


@pytest.mark.parametrize("locked", [True, False])
def test_a_plan_is_kept_in_a_file_and_tells_what_it_changes(locked: bool, runs: Runs, tmp_path: Path) -> None:
    lines = [
        change("aws_sqs_queue.q", "create"),
        change("data.aws_region.r", "read"),
        change("aws_sns_topic.t", "replace"),
    ]
    printing = "\n".join(json.dumps(line) for line in lines)
    seen: list[Event] = []

    planned = runs(noting(stdout=printing)).plan(seen.append, tmp_path / "a.tfplan", locked=locked)

    assert planned == seen == [Planned("aws_sqs_queue.q", "create"), Planned("aws_sns_topic.t", "replace")]
    arguments = (tmp_path / "staged" / "arguments").read_text().split()
    assert arguments[0] == "plan"
    assert f"-out={tmp_path / 'a.tfplan'}" in arguments
    assert ("-lock=false" in arguments) is not locked


def test_the_file_of_a_plan_is_applied_as_it_is(runs: Runs, tmp_path: Path) -> None:
    runs(noting()).apply(lambda _event: None, planned=tmp_path / "a.tfplan")

    arguments = (tmp_path / "staged" / "arguments").read_text().split()
    assert (arguments[0], arguments[-1]) == ("apply", str(tmp_path / "a.tfplan"))


def test_the_state_tells_what_it_holds(runs: Runs) -> None:
    assert runs(noting(stdout="aws_s3_bucket.lake\n\n aws_sqs_queue.q[0]\n")).resources() == [
        "aws_s3_bucket.lake", "aws_sqs_queue.q[0]"
    ]  # fmt: skip
    assert runs(noting(code=1, stderr="No state file was found!")).resources() == []
    with pytest.raises(FailedError, match="cannot read its state:\nAccessDenied"):
        runs(noting(code=1, stderr="AccessDenied\n")).resources()


def test_a_state_that_was_left_is_saved_and_goes(runs: Runs, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    terraform = runs(noting())
    assert not terraform.save_left_state()
    (staged / LEFT_STATE_FILE).write_text("{}")

    assert terraform.save_left_state()

    assert (staged / "arguments").read_text() == f"state push {LEFT_STATE_FILE}"
    assert not (staged / LEFT_STATE_FILE).exists()


def test_a_state_that_still_cannot_be_saved_stays_and_nothing_goes_on(runs: Runs, tmp_path: Path) -> None:
    terraform = runs(noting(code=1, stderr="ExpiredToken"))
    left = tmp_path / "staged" / LEFT_STATE_FILE
    left.write_text("{}")

    with pytest.raises(FailedError, match="cannot be saved:\nExpiredToken") as failed:
        terraform.save_left_state()
    assert left.read_text() == "{}"
    assert "run the command again" in (failed.value.next_action or "")
