"""The benchmark's stack has names of its own, also in the rights of its functions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from finpulse_cli.features.bench.bench_stack import BenchStack
from finpulse_cli.stack.outputs import StackOutputs
from tests.unit.targets.outputs import OUTPUTS

STACK = StackOutputs.parse(OUTPUTS)


def bench() -> BenchStack:
    clients: Any = None
    return BenchStack(clients, STACK, Path("lambdas"))


def test_every_table_and_the_stream_are_renamed_in_a_policy_and_nothing_else() -> None:
    prices, stream = STACK.tables["live_prices"], STACK.stream_name
    policy = json.dumps(
        {"Resource": [f"arn:x:table/{prices}", f"arn:x:table/{prices}/index/a", f"arn:x:stream/{stream}", "b"]}
    )
    assert json.loads(bench().renamed(policy))["Resource"] == [
        f"arn:x:table/{prices}-bench",
        f"arn:x:table/{prices}-bench/index/a",
        f"arn:x:stream/{stream}-bench",
        "b",
    ]


def test_each_kind_of_a_consumer_has_a_name_of_its_own() -> None:
    names = {bench().function("aggregator", kind) for kind in ("noop", "real", "metered")}
    assert len(names) == 3
    assert STACK.functions["aggregator"] not in names
