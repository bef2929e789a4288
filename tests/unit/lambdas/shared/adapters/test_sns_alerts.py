from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from lambdas.shared.adapters.sns_alerts import SnsAlerts
from lambdas.shared.adapters.whole_answers import require_whole_answers
from lambdas.shared.errors import AlertRefusedError, DependencyError
from tests.doubles.stubbed import client_of
from tests.factories import anomaly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TAKEN = b"<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
CUT_OFF = b"<PublishResponse><PublishResult></PublishResult></PublishResponse>"
URL = {"endpoint_url": "https://sns"}
NOBODY, LATE = EndpointConnectionError(**URL), ConnectTimeoutError(**URL)
SILENT, CLOSED = ReadTimeoutError(**URL), ConnectionClosedError(**URL)


def refused(code: str) -> bytes:
    return f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>".encode()


THROTTLED, AWAY = (400, refused("Throttling")), (503, refused("ServiceUnavailable"))
FORBIDDEN, BROKEN = (403, refused("AuthorizationError")), (500, refused("InternalError"))


class Body:
    """What botocore reads an answer from."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yields all of it."""
        yield self._content


def alerts_that_meet(answers: Sequence[Any], monkeypatch: pytest.MonkeyPatch) -> SnsAlerts:
    """A sender whose attempts meet these answers, or errors, one after another."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    client, left = client_of("sns", config=Config(retries={"mode": "standard", "total_max_attempts": 3})), list(answers)
    require_whole_answers(client.meta.events)

    def answer(request: Any, **_: Any) -> AWSResponse:
        met = left.pop(0)
        if isinstance(met, Exception):
            raise met
        status, content = met
        return AWSResponse(request.url, status, HTTPHeaders(), Body(content))

    client.meta.events.register("before-send", answer)
    return SnsAlerts(lambda: client, "arn:aws:sns:eu-west-1:000000000000:alerts")


@pytest.mark.parametrize(
    "answers",
    [[THROTTLED] * 3, [AWAY] * 3, [THROTTLED, AWAY, THROTTLED], [FORBIDDEN], [NOBODY] * 3, [LATE, AWAY, NOBODY]],
)
def test_what_no_attempt_brought_to_sns_is_refused(answers: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AlertRefusedError, match=f"did not take the alert of {anomaly().event.event_id}"):
        alerts_that_meet(answers, monkeypatch).send(anomaly())


@pytest.mark.parametrize(
    "answers",
    [
        [BROKEN] * 3,
        [BROKEN, THROTTLED, THROTTLED],
        [AWAY, AWAY, BROKEN],
        [SILENT] * 3,
        [NOBODY, SILENT, AWAY],
        [CLOSED, NOBODY, NOBODY],
        [(200, CUT_OFF)],
    ],
)
def test_what_an_attempt_may_have_brought_to_sns_is_not(answers: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((ClientError, BotoCoreError, DependencyError)) as raised:
        alerts_that_meet(answers, monkeypatch).send(anomaly())
    assert not isinstance(raised.value, AlertRefusedError)


def test_each_alert_is_judged_by_its_own_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    alerts = alerts_that_meet([BROKEN, (200, TAKEN), AWAY, AWAY, AWAY, (200, TAKEN)], monkeypatch)
    alerts.send(anomaly())
    with pytest.raises(AlertRefusedError):
        alerts.send(anomaly())
    alerts.send(anomaly())
