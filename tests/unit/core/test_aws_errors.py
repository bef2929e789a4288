"""What is read of an SDK's error, also of one that says less than AWS does."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import error_code, error_message, http_status


def test_code_words_and_status_are_aws_s_own() -> None:
    answer: Any = {
        "Error": {"Code": "AccessDenied", "Message": " not yours "},
        "ResponseMetadata": {"HTTPStatusCode": 403},
    }
    error = ClientError(answer, "GetObject")

    assert (error_code(error), error_message(error), http_status(error)) == ("AccessDenied", "not yours", 403)


@pytest.mark.parametrize("answer", [{}, {"Error": {}}, {"Error": {}, "ResponseMetadata": {}}])
def test_an_answer_that_lacks_them_is_no_failure(answer: Any) -> None:
    error = ClientError(answer, "GetObject")

    assert (error_code(error), error_message(error), http_status(error), http_status(error, 500)) == ("", "", 0, 500)
