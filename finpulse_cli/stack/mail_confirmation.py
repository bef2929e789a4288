"""Consent to e-mail subscriptions: which wait for it, and giving it with the token in the e-mail that asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import error_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy_boto3_sns import SNSClient

    from finpulse_cli.stack.mailbox import Mail

_PENDING = "PendingConfirmation"  # what stands in the place of the subscription's ARN until then
_GONE = ("NotFound", "NotFoundException")
_MAIL = ("email", "email-json")


@dataclass(frozen=True, slots=True)
class Request:
    """What an e-mail asks for: that `address` agrees to get the messages of `topic_arn`."""

    topic_arn: str
    address: str
    token: str


def pending_addresses(sns: SNSClient, topic_arn: str) -> list[str]:
    """Return the addresses that get nothing from a topic until they confirm. Raises ClientError."""
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn)
    return [
        item["Endpoint"]
        for page in pages
        for item in page["Subscriptions"]
        if item["Protocol"] in _MAIL and item["SubscriptionArn"] == _PENDING
    ]


def confirmation_requests(mails: Iterable[Mail]) -> list[Request]:
    """Return what a mailbox's e-mails ask for, of each topic and address the newest request."""
    newest = {(request.topic_arn, request.address): request for mail in mails for request in _requests(mail)}
    return list(newest.values())


def waiting(sns: SNSClient, requests: Iterable[Request]) -> list[Request]:
    """Return the requests that nobody has agreed to yet; one about a topic that is gone is none. Raises ClientError."""
    asked = list(requests)
    pending = {topic: _pending_where_known(sns, topic) for topic in {request.topic_arn for request in asked}}
    return [request for request in asked if request.address in pending[request.topic_arn]]


def confirm(sns: SNSClient, requests: Iterable[Request]) -> list[Request]:
    """Agree to those that still wait, and return them. Raises ClientError."""
    agreed = waiting(sns, requests)
    for request in agreed:
        sns.confirm_subscription(TopicArn=request.topic_arn, Token=request.token)
    return agreed


def _pending_where_known(sns: SNSClient, topic_arn: str) -> list[str]:
    try:
        return pending_addresses(sns, topic_arn)
    except ClientError as error:
        if error_code(error) in _GONE:
            return []
        raise


def _requests(mail: Mail) -> Iterator[Request]:
    if mail.confirmation_link is None:
        return
    asked = {name: values[0] for name, values in parse_qs(urlsplit(mail.confirmation_link).query).items()}
    if {"TopicArn", "Token", "Endpoint"} <= asked.keys():
        yield Request(asked["TopicArn"], asked["Endpoint"], asked["Token"])
