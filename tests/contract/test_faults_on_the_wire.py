"""Faults on a real emulator's wire, as a real SDK with a function's credentials meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.fault_injection import Faults, Outage
from finpulse_cli.targets.embedded import emulator_faults
from finpulse_cli.targets.embedded.emulator_faults import EmulatorFaults
from finpulse_cli.targets.embedded.ministack import FAULTS_PATH, ROOT_HEADER
from tests.emulator import REGION, ROOT
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Emulator

FUNCTION = "faulty"
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
ALL = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
ITEM = {"key": {"S": "a"}}


class Session:
    """Clients of a function's session, which try each call once."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        iam = emulator.client("iam")
        role = iam.create_role(RoleName=FUNCTION, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        iam.put_role_policy(RoleName=FUNCTION, PolicyName="all", PolicyDocument=json.dumps(ALL))
        taken = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName=FUNCTION)
        self._key = taken["Credentials"]

    def client(self, service: Any) -> Any:
        return boto3.client(
            service,
            endpoint_url=self._emulator.endpoint,
            region_name=REGION,
            aws_access_key_id=self._key["AccessKeyId"],
            aws_secret_access_key=self._key["SecretAccessKey"],
            aws_session_token=self._key["SessionToken"],
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )


@pytest.fixture(scope="module")
def session(emulator: Emulator) -> Session:
    return Session(emulator)


@pytest.fixture(scope="module")
def table(emulator: Emulator) -> str:
    emulator.client("dynamodb").create_table(
        TableName="faulty",
        KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return "faulty"


@pytest.fixture
def faults(emulator: Emulator, tmp_path: Path) -> EmulatorFaults:
    return EmulatorFaults(int(emulator.endpoint.rpartition(":")[2]), ROOT, tmp_path / "emulator.pid")


def code(refused: pytest.ExceptionInfo[ClientError]) -> tuple[str, int]:
    answer = refused.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def test_a_throttled_call_is_refused_in_the_services_own_words(
    emulator: Emulator, session: Session, faults: EmulatorFaults, table: str
) -> None:
    emulator.client("s3").create_bucket(Bucket="faulty")
    topic = emulator.client("sns").create_topic(Name="faulty")["TopicArn"]
    calls = {
        "dynamodb": ("ProvisionedThroughputExceededException", 400),
        "s3": ("SlowDown", 503),
        "sns": ("Throttling", 400),
    }
    with faults.inject(Faults(1, throttle=dict.fromkeys(calls, 1.0))) as injection:
        with pytest.raises(ClientError) as by_dynamodb:
            session.client("dynamodb").put_item(TableName=table, Item={"key": {"S": "throttled"}})
        with pytest.raises(ClientError) as by_s3:
            session.client("s3").put_object(Bucket="faulty", Key="a", Body=b"a")
        with pytest.raises(ClientError) as by_sns:
            session.client("sns").publish(TopicArn=topic, Message="a")
        emulator.client("dynamodb").put_item(TableName=table, Item=ITEM)  # root meets none
        assert injection.so_far().counts == {f"throttle={service}": 1 for service in calls}
    assert {"dynamodb": code(by_dynamodb), "s3": code(by_s3), "sns": code(by_sns)} == calls
    assert "Item" not in emulator.client("dynamodb").get_item(TableName=table, Key={"key": {"S": "throttled"}})
    assert emulator.client("s3").list_objects_v2(Bucket="faulty")["KeyCount"] == 0


def test_a_call_whose_answer_is_lost_was_carried_out(
    emulator: Emulator, session: Session, faults: EmulatorFaults, table: str
) -> None:
    item = {"key": {"S": "unanswered"}}
    with (
        faults.inject(Faults(1, lost_answer={"dynamodb": 1.0})),
        pytest.raises(ClientError) as refused,
    ):
        session.client("dynamodb").put_item(TableName=table, Item=item)
    assert code(refused) == ("InternalServerError", 500)
    assert emulator.client("dynamodb").get_item(TableName=table, Key=item)["Item"] == item


def test_an_outage_passes(session: Session, faults: EmulatorFaults, table: str) -> None:
    client = session.client("dynamodb")
    with faults.inject(Faults(1, outage={"dynamodb": Outage(calls=2)})):
        for _ in range(2):
            with pytest.raises(ClientError) as refused:
                client.put_item(TableName=table, Item=ITEM)
            assert code(refused) == ("ServiceUnavailable", 503)
        client.put_item(TableName=table, Item=ITEM)


def test_faults_end_with_the_connection_that_asked_for_them(
    session: Session, faults: EmulatorFaults, table: str
) -> None:
    with faults.inject(Faults(1, throttle={"dynamodb": 1.0})):
        pass

    def passes() -> bool:
        try:
            session.client("dynamodb").put_item(TableName=table, Item=ITEM)
        except ClientError:
            return False
        return True

    eventually(passes, "the end of the faults")


def test_two_replays_cannot_inject_at_once(faults: EmulatorFaults, monkeypatch: pytest.MonkeyPatch) -> None:
    with faults.inject(Faults(1, redeliver=0.5)):
        monkeypatch.setattr(emulator_faults, "TIMEOUT_SECONDS", 0.2)
        with pytest.raises(FailedError, match="another replay"), faults.inject(Faults(2, redeliver=0.5)):
            pass


@pytest.mark.parametrize("headers", [{}, {ROOT_HEADER: "AKIAIOSFODNN7EXAMPLE"}, {ROOT_HEADER: ""}])
def test_who_has_not_the_root_key_injects_nothing(emulator: Emulator, headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        url = emulator.endpoint + FAULTS_PATH
        assert requests.request(method, url, data=Faults(1).to_json(), headers=headers, timeout=30).status_code == 403


def test_what_are_no_faults_is_refused(emulator: Emulator) -> None:
    url = emulator.endpoint + FAULTS_PATH
    assert requests.post(url, data=b"[]", headers={ROOT_HEADER: ROOT}, timeout=30).status_code == 400
