"""The two pages that links in SNS's e-mails lead to: one confirms a subscription, the other ends it.

Who has the link may do it, without a signature, as on AWS; the token and the subscription's ARN cannot be guessed. As
there, a subscription that was confirmed with AuthenticateOnUnsubscribe does not end by a link.
"""

from __future__ import annotations

import re
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from finpulse_cli.stack.mailbox import CONFIRMATION_PATH
from finpulse_cli.targets.embedded.overlay.mail_messages import UNSUBSCRIBE_PATH

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.asgi import Application, Message, Receive, Send
    from finpulse_cli.targets.embedded.overlay.mail_subscriptions import Answer, Params

_ARN = re.compile(r"arn:aws:sns:([a-z0-9-]+):(\d{12}):\S+")
_TOLD = re.compile(rb"<SubscriptionArn>(.*?)</SubscriptionArn>")
_DONE = {CONFIRMATION_PATH: "Subscription confirmed!", UNSUBSCRIBE_PATH: "Subscription removed!"}


def with_mail_pages(inner: Application) -> Application:
    """`inner`, and the pages."""
    sns: Any = import_module("ministack.services.sns")

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in _DONE:
            await inner(scope, receive, send)
            return
        status, html = page(sns, scope["path"], parse_qs(scope["query_string"].decode("latin-1")))
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"referrer-policy", b"no-referrer")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": html.encode()})

    return application


def page(sns: Any, path: str, query: Params) -> tuple[int, str]:
    """Do what the link asks for; return the HTTP status and the page that says what became of it."""
    named = str(sns._p(query, "TopicArn" if path == CONFIRMATION_PATH else "SubscriptionArn"))
    found = _ARN.fullmatch(named)
    if found is None:
        return 400, _html("This link is not complete", "Copy it whole from the e-mail.")
    region, account = found.groups()
    with import_module("ministack.core.responses").request_scope(account, region):
        status, _headers, body = _confirm(sns, query) if path == CONFIRMATION_PATH else _unsubscribe(sns, named, query)
    if status != 200:
        return status, _html("This did not work", "The link is no longer valid, or may not do this.")
    told = _TOLD.search(body)
    arn = told[1].decode() if told else named
    return 200, _html(_DONE[path], f"Your subscription's id is: {arn}")


def _confirm(sns: Any, query: Params) -> Answer:
    unsigned = {name: value for name, value in query.items() if name != "AuthenticateOnUnsubscribe"}
    answer: Answer = sns._confirm_subscription(unsigned)
    return answer


def _unsubscribe(sns: Any, arn: str, query: Params) -> Answer:
    sub = sns._find_subscription(sns._sub_arn_to_topic.get(arn, ""), arn)
    if sub is None or sub["attributes"].get("ConfirmationWasAuthenticated") == "true":
        refused: Answer = sns._error("AuthorizationError", "the owner alone may do this", 403)
        return refused
    answer: Answer = sns._unsubscribe(query)
    return answer


def _html(heading: str, text: str) -> str:
    return (
        f"<!doctype html><title>{escape(heading)}</title><h1>{escape(heading)}</h1>"
        f"<p>{escape(text)}</p><p>This is the sandbox's Simple Notification Service.</p>"
    )
