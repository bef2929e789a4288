"""E-mail subscriptions on a real emulator: pending until confirmed, then delivered, until the link below ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests
from botocore.exceptions import ClientError

from finpulse_cli.stack.mail_confirmation import confirm, confirmation_requests
from finpulse_cli.stack.mailbox import MailFolder
from tests.emulator import running_ministack
from tests.outside import PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finpulse_cli.stack.mailbox import Mail
    from tests.emulator import Emulator

pytestmark = pytest.mark.starts_programs(PYTHON)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The emulator's home."""
    return tmp_path_factory.mktemp("mail")


@pytest.fixture(scope="module")
def mailing(home: Path) -> Iterator[Emulator]:
    """An emulator whose mailbox these tests read."""
    with running_ministack(home) as running:
        yield running


@pytest.fixture
def folder(home: Path) -> MailFolder:
    """Its mailbox."""
    return MailFolder(home / "mail")


@pytest.fixture
def sns(mailing: Emulator) -> Any:
    """Its SNS."""
    return mailing.client("sns")


@pytest.fixture
def topic(sns: Any) -> str:
    """A topic of a test's own."""
    return str(sns.create_topic(Name=f"topic-{uuid4().hex[:8]}")["TopicArn"])


def of_topic(folder: MailFolder, topic: str) -> list[Mail]:
    return [mail for mail in folder.mails() if mail.topic_arn == topic]


def opened(mailing: Emulator, link: str) -> requests.Response:
    """What a browser gets that follows a link."""
    parts = urlsplit(link)
    assert parts.hostname == "localhost"
    return requests.get(f"{mailing.endpoint}{parts.path}?{parts.query}", timeout=10)


def test_an_address_is_asked_before_it_gets_anything(sns: Any, topic: str, folder: MailFolder) -> None:
    told = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    assert told["SubscriptionArn"] == "pending confirmation"
    sns.publish(TopicArn=topic, Message="too early")
    [asked] = of_topic(folder, topic)
    assert asked.subject == "AWS Notification - Subscription Confirmation"
    [listed] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert listed["SubscriptionArn"] == "PendingConfirmation"
    assert "PendingConfirmation" in {it["SubscriptionArn"] for it in sns.list_subscriptions()["Subscriptions"]}
    counted = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    assert (counted["SubscriptionsPending"], counted["SubscriptionsConfirmed"]) == ("1", "0")


def test_terraform_is_told_the_arn_and_that_a_pending_one_stays(sns: Any, topic: str) -> None:
    arn = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@b.org", ReturnSubscriptionArn=True)
    assert arn["SubscriptionArn"].startswith(f"{topic}:")
    found = sns.get_subscription_attributes(SubscriptionArn=arn["SubscriptionArn"])["Attributes"]
    assert found["PendingConfirmation"] == "true"
    with pytest.raises(ClientError, match="Cannot unsubscribe a subscription that is pending confirmation"):
        sns.unsubscribe(SubscriptionArn=arn["SubscriptionArn"])


def test_the_link_confirms_and_messages_come(mailing: Emulator, sns: Any, topic: str, folder: MailFolder) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    [asked] = of_topic(folder, topic)
    for _ in range(2):  # followed again, it says the same again
        page = opened(mailing, str(asked.confirmation_link))
        assert (page.status_code, "Subscription confirmed!" in page.text) == (200, True)
    sns.publish(TopicArn=topic, Message="hello", Subject="greeting", MessageAttributes={})
    _asked, mail = of_topic(folder, topic)
    assert (mail.to, mail.subject) == ("ada@example.org", "greeting")
    assert mail.text.startswith("hello\n\n--\nIf you wish to stop")

    [link] = [line for line in mail.text.splitlines() if "unsubscribe.html?" in line]
    assert "Subscription removed!" in opened(mailing, link).text
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []
    assert opened(mailing, link).status_code == 403


def test_consent_through_the_api_can_keep_links_from_ending_it(
    mailing: Emulator, sns: Any, topic: str, folder: MailFolder
) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    [request] = confirmation_requests(of_topic(folder, topic))
    sns.confirm_subscription(TopicArn=topic, Token=request.token, AuthenticateOnUnsubscribe="true")
    sns.publish(TopicArn=topic, Message="hello")
    [link] = [line for line in of_topic(folder, topic)[-1].text.splitlines() if "unsubscribe.html?" in line]
    assert opened(mailing, link).status_code == 403
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1


def test_asking_again_mails_again_until_it_is_confirmed(sns: Any, topic: str, folder: MailFolder) -> None:
    for _ in range(2):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    assert len(of_topic(folder, topic)) == 2
    assert len(confirm(sns, confirmation_requests(of_topic(folder, topic)))) == 1
    again = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    assert again["SubscriptionArn"].startswith(f"{topic}:")
    assert len(of_topic(folder, topic)) == 2


@pytest.mark.parametrize("link", ["/confirmation.html", "/confirmation.html?TopicArn=x&Token=y"])
def test_a_link_that_is_cut_off_says_so(mailing: Emulator, link: str) -> None:
    page = requests.get(f"{mailing.endpoint}{link}", timeout=10)
    assert (page.status_code, "not complete" in page.text) == (400, True)


def test_a_guessed_token_confirms_nothing(mailing: Emulator, sns: Any, topic: str) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org")
    page = requests.get(f"{mailing.endpoint}/confirmation.html?TopicArn={topic}&Token=guess", timeout=10)
    assert page.status_code == 400
    with pytest.raises(ClientError, match="Invalid token"):
        sns.confirm_subscription(TopicArn=topic, Token="guess")


def test_what_is_no_address_is_refused(sns: Any, topic: str) -> None:
    with pytest.raises(ClientError, match="Invalid parameter: Email address"):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="nobody")


def test_filters_hold_for_mail(sns: Any, topic: str, folder: MailFolder) -> None:
    policy = {"FilterPolicy": '{"severity": ["HIGH"]}'}
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.org", Attributes=policy)
    confirm(sns, confirmation_requests(of_topic(folder, topic)))
    for severity in ("HIGH", "MEDIUM"):
        named = {"severity": {"DataType": "String", "StringValue": severity}}
        sns.publish(TopicArn=topic, Message=severity, MessageAttributes=named)
    assert [mail.text.split("\n")[0] for mail in of_topic(folder, topic)[1:]] == ["HIGH"]


def test_an_alarm_is_mailed_in_words(mailing: Emulator, sns: Any, topic: str, folder: MailFolder) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.org")
    confirm(sns, confirmation_requests(of_topic(folder, topic)))
    cloudwatch = mailing.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="late", Namespace="FinPulse", MetricName="Lag", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=0, ComparisonOperator="GreaterThanThreshold", AlarmActions=[topic], AlarmDescription="too late",
    )  # fmt: skip
    cloudwatch.set_alarm_state(AlarmName="late", StateValue="ALARM", StateReason="testing")
    mail = of_topic(folder, topic)[-1]
    assert mail.subject == 'ALARM: "late" in US East (N. Virginia)'
    assert mail.text.startswith(
        'You are receiving this email because your Amazon CloudWatch Alarm "late" in the US East (N. Virginia) region '
        'has entered the ALARM state, because "testing" at "'
    )
    assert f"- ALARM: [{topic}]\n" in mail.text
