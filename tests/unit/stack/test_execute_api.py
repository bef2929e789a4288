"""Addresses of a stack's APIs below an emulator's."""

from __future__ import annotations

from dataclasses import replace

from finpulse_cli.stack.execute_api import api_below, push_below
from finpulse_cli.stack.outputs import StackOutputs
from tests.unit.targets.outputs import OUTPUTS

STACK = StackOutputs.parse(OUTPUTS)


def test_the_http_api_is_below_by_its_id() -> None:
    assert api_below("http://127.0.0.1:4566/x", STACK) == "http://127.0.0.1:4566/x/abcd1234"


def test_the_push_api_is_below_by_its_id_and_stage() -> None:
    assert push_below("http://127.0.0.1:4566/x", STACK) == "ws://127.0.0.1:4566/x/wxyz5678/live"
    assert push_below("https://emulator.test/x", STACK) == "wss://emulator.test/x/wxyz5678/live"


def test_a_stack_without_push_api_has_no_address_for_it() -> None:
    assert push_below("http://127.0.0.1:4566/x", replace(STACK, websocket_api_id=None, websocket_url=None)) is None
