"""What the caller may do is asked before anything is made; where it cannot be asked, that is said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.aws.identity import Identity, Kind
from finpulse_cli.targets.aws.permissions import missing_actions, policy_source, require_actions
from finpulse_cli.targets.aws.policy import Need, filled, needs_of
from tests.aws.clients import emulator_clients
from tests.doubles.stubbed import stubbed
from tests.unit.targets.aws.stubs import ACCOUNT, ME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Emulator

ROLE = replace(ME, arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/ci", kind=Kind.ROLE)
NEED = Need(("kinesis:CreateStream", "kinesis:DeleteStream"), ("arn:aws:kinesis:eu-west-1:1:stream/finpulse-any",))


class Notes(list[str]):
    """Collects what would be shown to the user."""

    def __call__(self, text: str) -> None:
        self.append(text)


def result(action: str, decision: str, *specific: str) -> dict[str, Any]:
    made: dict[str, Any] = {"EvalActionName": action, "EvalDecision": decision}
    if specific:
        made["ResourceSpecificResults"] = [
            {"EvalResourceName": str(number), "EvalResourceDecision": each} for number, each in enumerate(specific)
        ]
    return made


def test_what_is_denied_is_missing_on_every_page() -> None:
    iam, script = stubbed("iam")
    asked = {
        "PolicySourceArn": ME.arn,
        "ActionNames": list(NEED.actions),
        "ResourceArns": list(NEED.resources),
        "ContextEntries": [],
    }
    first = [result("kinesis:CreateStream", "allowed")]
    script.add_response(
        "simulate_principal_policy", {"EvaluationResults": first, "IsTruncated": True, "Marker": "m"}, asked
    )
    last = [result("kinesis:DeleteStream", "implicitDeny")]
    script.add_response("simulate_principal_policy", {"EvaluationResults": last}, asked | {"Marker": "m"})

    assert missing_actions(iam, ME, [NEED], Notes()) == ["kinesis:DeleteStream"]


def test_an_action_must_be_allowed_on_every_resource() -> None:
    iam, script = stubbed("iam")
    results = [
        result("s3:GetObject", "allowed", "allowed", "explicitDeny"),
        result("s3:PutObject", "allowed", "allowed"),
    ]
    script.add_response("simulate_principal_policy", {"EvaluationResults": results})

    assert missing_actions(iam, ME, [Need(("s3:GetObject", "s3:PutObject"), ("a", "b"))], Notes()) == ["s3:GetObject"]


def test_many_actions_are_asked_in_parts() -> None:
    iam, script = stubbed("iam")
    actions = tuple(f"x:A{number:03}" for number in range(120))
    for size in (50, 50, 20):
        script.add_response("simulate_principal_policy", {"EvaluationResults": [result(f"x:B{size}", "implicitDeny")]})

    assert missing_actions(iam, ME, [Need(actions, ("*",))], Notes()) == ["x:B20", "x:B50"]
    script.assert_no_pending_responses()


def test_a_condition_becomes_the_context_of_the_question() -> None:
    iam, script = stubbed("iam")
    entry = {"ContextKeyName": "iam:PassedToService", "ContextKeyType": "string"}
    script.add_response(
        "simulate_principal_policy",
        {"EvaluationResults": []},
        {
            "PolicySourceArn": ME.arn,
            "ActionNames": ["iam:PassRole"],
            "ResourceArns": ["arn"],
            "ContextEntries": [entry | {"ContextKeyValues": ["lambda.amazonaws.com"]}],
        },
    )
    need = Need(("iam:PassRole",), ("arn",), (("iam:PassedToService", "lambda.amazonaws.com"),))

    assert missing_actions(iam, ME, [need], Notes()) == []


def test_root_lacks_nothing_and_is_not_asked() -> None:
    iam, _ = stubbed("iam")

    assert missing_actions(iam, replace(ME, kind=Kind.ROOT), [NEED], Notes()) == []


@pytest.mark.parametrize("code", ["AccessDenied", "InvalidAction", "NotImplemented"])
def test_whoever_may_not_ask_goes_on_with_a_note(code: str) -> None:
    iam, script = stubbed("iam")
    script.add_client_error("simulate_principal_policy", code, "no", 403)
    notes = Notes()

    assert missing_actions(iam, ME, [NEED], notes) is None
    assert notes == [f"permissions are not checked in advance: SimulatePrincipalPolicy was refused ({code})"]


def test_an_expired_session_is_no_answer() -> None:
    iam, script = stubbed("iam")
    script.add_client_error("simulate_principal_policy", "ExpiredToken", "no", 403)

    with pytest.raises(FailedError, match="expired"):
        missing_actions(iam, ME, [NEED], Notes())


def test_a_federated_user_has_no_policies_of_its_own() -> None:
    iam, _ = stubbed("iam")
    notes = Notes()

    assert missing_actions(iam, replace(ME, kind=Kind.FEDERATED), [NEED], notes) is None
    assert len(notes) == 1


def test_an_assumed_role_is_asked_for_under_its_path() -> None:
    iam, script = stubbed("iam")
    arn = f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/deploy"
    made = {"Path": "/", "RoleName": "deploy", "RoleId": "AROAEXAMPLEEXAMPLE", "Arn": arn, "CreateDate": "2026-01-01"}
    script.add_response("get_role", {"Role": made}, {"RoleName": "deploy"})

    assert policy_source(iam, ROLE) == arn


def test_who_may_not_see_the_role_takes_its_arn_without_a_path() -> None:
    iam, script = stubbed("iam")
    script.add_client_error("get_role", "AccessDenied", "no", 403)

    assert policy_source(iam, ROLE) == f"arn:aws:iam::{ACCOUNT}:role/deploy"


def test_what_is_missing_is_told_with_the_policy_to_attach() -> None:
    iam, script = stubbed("iam")
    results = [result(f"x:A{number:02}", "implicitDeny") for number in range(14)]
    script.add_response("simulate_principal_policy", {"EvaluationResults": results})

    with pytest.raises(FailedError) as refused:
        require_actions(iam, ME, [NEED], Notes())
    assert "x:A00, x:A01" in refused.value.message
    assert "x:A11 and 2 more" in refused.value.message
    assert "docs/aws/deploy-policy-1.json" in (refused.value.next_action or "")


POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Streams",
            "Effect": "Allow",
            "Action": ["kinesis:CreateStream"],
            "Resource": "arn:aws:kinesis:us-east-1:123456789012:stream/finpulse-*",
        },
        {
            "Sid": "Pass",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": ["arn:aws:iam::123456789012:role/finpulse-*"],
            "Condition": {"StringEquals": {"iam:PassedToService": ["lambda.amazonaws.com", "x"]}},
        },
        {
            "Sid": "State",
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::finpulse-state-123456789012-us-east-1/finpulse/*",
        },
    ],
}


def test_a_policys_placeholders_are_replaced_but_not_the_state_buckets_name() -> None:
    policy = filled(json.dumps(POLICY), replace(ME, partition="aws-cn"), "cn-north-1", "ticks")

    stream, passed, state = needs_of(policy)
    assert stream == Need(("kinesis:CreateStream",), (f"arn:aws-cn:kinesis:cn-north-1:{ACCOUNT}:stream/ticks-any",))
    assert passed.resources == (f"arn:aws-cn:iam::{ACCOUNT}:role/ticks-any",)
    assert passed.context == (("iam:PassedToService", "lambda.amazonaws.com"),)
    assert state.resources == (f"arn:aws-cn:s3:::finpulse-state-{ACCOUNT}-cn-north-1/ticks/any",)


@pytest.fixture
def user(emulator: Emulator) -> Iterator[Identity]:
    """A user of the emulator who may create the stream but not delete it."""
    iam = emulator_clients(emulator.endpoint).iam
    arn = iam.create_user(UserName="maker")["User"]["Arn"]
    statement = {"Effect": "Allow", "Action": "kinesis:CreateStream", "Resource": NEED.resources[0]}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="maker", PolicyName="p", PolicyDocument=document)
    yield Identity("000000000000", arn, "aws", Kind.USER)
    iam.delete_user_policy(UserName="maker", PolicyName="p")
    iam.delete_user(UserName="maker")


def test_the_emulator_simulates_too(emulator: Emulator, user: Identity) -> None:
    iam = emulator_clients(emulator.endpoint).iam

    assert missing_actions(iam, user, [NEED], Notes()) == ["kinesis:DeleteStream"]


def test_what_depends_on_a_context_is_not_asked_of_an_emulator_that_ignores_it(
    emulator: Emulator, user: Identity
) -> None:
    need = Need(("iam:PassRole",), ("arn:aws:iam::000000000000:role/any",), (("iam:PassedToService", "x"),))

    assert missing_actions(emulator_clients(emulator.endpoint).iam, user, [need], Notes()) == []
