"""Mappings on DynamoDB streams after the emulator was started again."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.overlay import streams
from finpulse_cli.targets.embedded.overlay.guard import EXPECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

dynamodb: Any = import_module("ministack.services.dynamodb")
lambda_svc: Any = import_module("ministack.services.lambda_svc")
KEY = ("000000000000", "us-east-1", "mapping")


@pytest.fixture(autouse=True)
def overlay(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lambda_svc, "_restore_esm_positions", lambda_svc._restore_esm_positions)
    streams.install()
    yield
    lambda_svc._dynamodb_stream_positions._data.clear()
    lambda_svc._kinesis_positions._data.clear()


def test_streams_begin_anew_and_so_do_their_readers() -> None:
    lambda_svc._dynamodb_stream_positions._data[KEY] = 300
    lambda_svc._kinesis_positions._data[KEY] = {"shardId-000000000000": 300}
    saved = copy.deepcopy(lambda_svc.get_state())
    lambda_svc._dynamodb_stream_positions._data.clear()
    lambda_svc._kinesis_positions._data.clear()

    lambda_svc._restore_state(saved)

    assert lambda_svc._dynamodb_stream_positions._data == {KEY: 0}
    assert lambda_svc._kinesis_positions._data == {KEY: {"shardId-000000000000": 300}}


def test_an_emulator_that_keeps_the_streams_would_be_noticed() -> None:
    assert not [name for name in dynamodb.get_state() if "stream_records" in name]
    assert {"services.dynamodb.get_state", "services.lambda_svc._restore_esm_positions"} <= EXPECTED.keys()
