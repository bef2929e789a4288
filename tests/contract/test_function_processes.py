"""Processes of functions on the real emulator: what a handler raises is reported, and the process goes on."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.streaming import Streaming

CODE = """
def handler(event, context):
    print("process", os.getpid())
    if event["fails"]:
        raise ValueError("as asked")
    return os.getpid()
"""


def invoke(streaming: Streaming, name: str, *, fails: bool) -> dict[str, Any]:
    payload = json.dumps({"fails": fails})
    answer: dict[str, Any] = streaming.functions.invoke(FunctionName=name, Payload=payload, LogType="Tail")
    return answer


def process_of(answer: dict[str, Any]) -> int:
    lines = base64.b64decode(answer["LogResult"]).decode().splitlines()
    [line] = [line for line in lines if line.startswith("process ")]
    return int(line.split()[1])


def test_a_handler_that_raises_is_reported_and_its_process_goes_on(streaming: Streaming) -> None:
    name = streaming.function(CODE)
    first = json.load(invoke(streaming, name, fails=False)["Payload"])

    failed = invoke(streaming, name, fails=True)
    again = invoke(streaming, name, fails=False)

    assert failed["FunctionError"] == "Unhandled"
    assert json.load(failed["Payload"])["errorMessage"] == "as asked"
    assert process_of(failed) == first
    assert json.load(again["Payload"]) == first
