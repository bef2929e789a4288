"""Commands with --aws: what they refuse, what they ask, what they say. No account is asked; a server plays STS."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import typer

from finpulse_cli.commands import up as up_module
from finpulse_cli.core.errors import FailedError, MissingError, to_run
from finpulse_cli.main import run
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.terraform.binary import Binary
from finpulse_cli.stack.terraform.json_events import Planned
from finpulse_cli.targets.aws import target as aws_module
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.account_place import AccountPlace
from finpulse_cli.targets.aws.account_review import AccountReview
from finpulse_cli.targets.aws.account_teardown import AccountTeardown
from tests.unit.targets.aws.stubs import ACCOUNT, ME
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.commands.consent import Consent
    from finpulse_cli.stack.target import Target

Call = Callable[..., int]
REAL = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-1"}
EACH = [
    ("up", "--aws", "--yes"),
    ("up", "--aws", "--plan"),
    ("down", "--aws", "--purge", "--yes"),
    ("status", "--aws"),
    ("replay", "calm", "--aws"),
    ("tail", "prices", "--aws"),
    ("anomalies", "--aws"),
    ("query", "SELECT 1", "--aws"),
    ("logs", "aggregator", "--aws"),
    ("dashboard", "--aws", "--no-open"),
    ("parity", "embedded", "aws"),
]
NEW = Planned("aws_kinesis_stream.quotes", "create")


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command in a home of its own, with keys as AWS makes them, and gives its exit code."""
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    # nothing here gets as far as Terraform
    monkeypatch.setattr("finpulse_cli.stack.terraform.provision.package_all", lambda *_folders: {})
    for module in ("stack.terraform.provision", "targets.aws.account_root"):
        monkeypatch.setattr(f"finpulse_cli.{module}.require_terraform", lambda _environ: Binary("terraform", "1.11.4"))

    def run_command(*arguments: str) -> int:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        code = caught.value.code
        return code if isinstance(code, int) else 0

    return run_command


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one request may leave."""

    def send(*_arguments: object) -> None:
        raise AssertionError("a request was sent")

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", send)


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known who asks."""
    monkeypatch.setattr(Account, "identity", ME)


@pytest.fixture
def local_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """A local target that is there, so that a comparison gets as far as AWS."""
    monkeypatch.setattr("finpulse_cli.features.parity.sides.provisioned", on_aws_only)


def on_aws_only(_project: object, target: Any, *_arguments: object) -> StackOutputs:
    """The outputs of a target, where a local one always has some."""
    outputs = StackOutputs.parse(OUTPUTS) if target.is_local else target.place.outputs()
    assert isinstance(outputs, StackOutputs)
    return outputs


def refusing(code: str) -> type[BaseHTTPRequestHandler]:
    """How STS refuses with this code."""

    class Sts(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error>"
            body = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>".encode()
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Tests are quiet."""

    return Sts


@pytest.fixture
def refused_by_sts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the place of AWS a server that refuses with the code of the parameter."""
    with ThreadingHTTPServer(("127.0.0.1", 0), refusing(request.param)) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("FINPULSE_AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield
        server.shutdown()


@pytest.mark.parametrize("arguments", EACH, ids=" ".join)
@pytest.mark.usefixtures("silence", "local_stack")
def test_an_endpoint_left_over_is_refused(
    arguments: tuple[str, ...], call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    assert call(*arguments) == 2
    shown = capsys.readouterr().err
    assert "AWS_ENDPOINT_URL is set to http://127.0.0.1:4566" in shown
    assert "FINPULSE_AWS_ENDPOINT_URL" in shown


@pytest.fixture
def idle_call(call: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command that may do no work: nothing packaged or built, no Terraform looked for, no local target asked."""

    def work(*_arguments: object) -> None:
        raise AssertionError("work was done")

    for name in ("package_all", "require_terraform", "exclusive"):
        monkeypatch.setattr(f"finpulse_cli.stack.terraform.provision.{name}", work)
    monkeypatch.setattr("finpulse_cli.targets.aws.hosted_dashboard.build_if_needed", work)
    monkeypatch.setattr("finpulse_cli.targets.aws.account_root.require_terraform", work)
    monkeypatch.setattr("finpulse_cli.targets.embedded.emulator_lifecycle.EmulatorLifecycle.has_died", work)
    return call


@pytest.mark.parametrize("arguments", EACH, ids=" ".join)
@pytest.mark.usefixtures("silence")
def test_an_emulators_key_is_refused_before_any_request_and_any_work(
    arguments: tuple[str, ...],
    idle_call: Call,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")

    code = idle_call(*arguments)

    shown = capsys.readouterr()
    assert code == 1
    assert "'test' is one of an emulator" in " ".join((shown.err + shown.out).split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", EACH, ids=" ".join)
@pytest.mark.usefixtures("silence", "local_stack")
def test_without_credentials_something_is_missing(
    arguments: tuple[str, ...], call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in REAL:
        monkeypatch.delenv(name)

    code = call(*arguments)

    shown = capsys.readouterr()
    assert code == 4
    assert "aws configure" in " ".join((shown.err + shown.out).split())


@pytest.mark.parametrize(
    ("refused_by_sts", "said"),
    [
        ("ExpiredToken", "the AWS session has expired"),
        ("InvalidClientTokenId", "AWS does not know this access key"),
        ("SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY"),
    ],
    indirect=["refused_by_sts"],
)
@pytest.mark.parametrize("arguments", EACH[:4], ids=" ".join)
@pytest.mark.usefixtures("refused_by_sts")
def test_credentials_that_aws_refuses_say_what_to_do(
    arguments: tuple[str, ...], said: str, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 1

    shown = capsys.readouterr()
    assert said in " ".join((shown.err + shown.out).split())
    assert "Traceback" not in shown.err


@pytest.mark.usefixtures("silence")
def test_a_port_is_no_choice_on_aws(call: Call) -> None:
    assert call("up", "--aws", "--port", "4800") == 2


def test_a_plan_is_for_aws(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("up", "--target", "embedded", "--plan") == 2
    assert "add --aws" in capsys.readouterr().err


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[Target]:
    """The targets that a plan of one resource was made for, after it was said that nobody will change anything."""
    looked_at: list[object] = []
    targets: list[Target] = []

    def preview(_project: object, target: Target, *_arguments: object) -> list[Planned]:
        assert looked_at == [target.review]
        targets.append(target)
        return [NEW]

    monkeypatch.setattr(AccountReview, "only_look", lambda self: looked_at.append(self))
    monkeypatch.setattr(up_module, "preview", preview)
    return targets


@pytest.mark.usefixtures("signed_in")
def test_a_plan_is_shown_and_no_more(
    call: Call, planned: list[Target], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("up", "--aws", "--plan") == 0

    shown = capsys.readouterr().err
    for text in (ACCOUNT, "eu-west-1", "1 to create", "about USD", "nothing was changed"):
        assert text in shown
    assert len(planned) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("signed_in", "planned")
def test_a_plan_for_a_program(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("up", "--aws", "--plan", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["account"] == ACCOUNT
    assert told["changes"] == {"add": 1, "change": 0, "remove": 0}
    assert told["resources"] == [{"address": NEW.address, "action": "create"}]
    assert told["monthly_usd"] > 0


@pytest.fixture
def applied(monkeypatch: pytest.MonkeyPatch) -> list[Planned]:
    """What was applied, after whoever approves has seen it."""
    done: list[Planned] = []

    def provision(*arguments: Any) -> StackOutputs:
        approve: Consent = arguments[3]
        approve([NEW])
        done.append(NEW)
        return StackOutputs.parse(OUTPUTS | {"account": ACCOUNT, "dashboard_url": "https://d1.cloudfront.net"})

    monkeypatch.setattr(up_module, "provision", provision)
    monkeypatch.setattr(aws_module, "notes_after_up", lambda *_arguments: iter(["confirm the e-mail"]))
    monkeypatch.setattr(Account, "identity", ME)
    return done


def test_without_a_terminal_up_needs_a_yes(
    call: Call, applied: list[Planned], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("up", "--aws") == 2
    assert "finpulse up --aws --yes" in capsys.readouterr().err
    assert applied == []


def test_a_no_changes_nothing(
    call: Call, applied: list[Planned], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "confirm", lambda *_arguments, **_options: False)

    assert call("up", "--aws") == 130
    assert "nothing was changed" in capsys.readouterr().err
    assert applied == []


def test_a_yes_applies_and_says_what_is_where_and_what_is_left_to_do(
    call: Call, applied: list[Planned], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("up", "--aws", "--yes") == 0

    shown = capsys.readouterr()
    assert applied == [NEW]
    for text in (f"account {ACCOUNT}", "https://d1.cloudfront.net", "finpulse-quotes"):
        assert text in shown.out
    assert "confirm the e-mail" in shown.err
    assert "finpulse replay flash-crash --aws" in shown.err
    assert not (tmp_path / "current").exists()  # AWS is never meant where it is not named


@pytest.fixture
def purges(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stacks that were destroyed."""
    done: list[str] = []
    monkeypatch.setattr(AccountTeardown, "purge", lambda self, *_: done.append(self.account.names.name))
    return done


@pytest.mark.usefixtures("silence")
def test_what_runs_on_aws_is_not_just_stopped(
    call: Call, purges: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("down", "--aws") == 2
    assert call("down", "--aws", "--yes") == 2

    shown = capsys.readouterr().err
    assert "finpulse down --aws --purge" in shown
    assert "TF_VAR_schedule_enabled=false finpulse up --aws" in shown
    assert purges == []


@pytest.mark.usefixtures("signed_in")
def test_a_purge_names_what_it_destroys_and_asks(
    call: Call, purges: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("down", "--aws", "--purge") == 2
    shown = capsys.readouterr().err
    assert f"stack 'finpulse' in account {ACCOUNT}, eu-west-1" in shown
    assert "finpulse down --aws --purge --yes" in shown

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: "n")
    assert call("down", "--aws", "--purge") == 1
    assert purges == []


@pytest.mark.usefixtures("signed_in")
def test_a_yes_purges(call: Call, purges: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_VAR_name", "fp-aws")

    assert call("down", "--aws", "--purge", "--yes") == 0
    assert purges == ["fp-aws"]


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [("https://d1.cloudfront.net", 0, "hosted on AWS"), (None, 4, "finpulse up --aws")],
)
def test_the_dashboard_is_the_hosted_one(
    url: str | None, code: int, said: str, call: Call, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(AccountPlace, "outputs", lambda _self: StackOutputs.parse(OUTPUTS | {"dashboard_url": url}))

    assert call("dashboard", "--aws", "--no-open") == code
    shown = capsys.readouterr()
    assert shown.out == (f"{url}\n" if url else "")
    assert said in shown.err


def test_status_says_how_to_repair_it_there(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing(_self: AccountPlace) -> StackOutputs:
        raise MissingError("no stack is provisioned", "run `finpulse up --aws`")

    monkeypatch.setattr(AccountPlace, "outputs", nothing)

    assert call("status", "--aws") == 1
    shown = capsys.readouterr()
    assert "AWS, eu-west-1" in shown.out
    assert "`finpulse up --repair --aws` repairs" in shown.err


def test_what_to_do_next_is_about_aws(call: Call, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def damaged(_self: AccountPlace) -> StackOutputs:
        raise FailedError("something broke", to_run("up"))

    monkeypatch.setattr(AccountPlace, "outputs", damaged)

    for named in (["--aws"], ["--target", "aws"]):
        assert call("tail", "prices", *named) == 1
        assert "run `finpulse up --aws`" in capsys.readouterr().err
