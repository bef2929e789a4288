"""How AWS rounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finpulse_cli.features.cost.units import counted, mean_units, read_units, whole, write_units


@pytest.mark.parametrize(("size", "writes", "reads"), [(0, 1, 1), (1024, 1, 1), (1025, 2, 1), (4097, 5, 2)])
def test_items_round_up_to_units(size: int, writes: int, reads: int) -> None:
    assert write_units(Decimal(size)) == writes
    assert read_units(Decimal(size)) == reads


def test_sizes_that_vary_cost_half_a_unit_more_and_never_less_than_one() -> None:
    assert mean_units(Decimal(10_240), Decimal(1024)) == Decimal("10.5")
    assert mean_units(Decimal(1), Decimal(1024)) == 1


def test_whole_numbers_and_their_things() -> None:
    assert whole(Decimal("1.01")) == 2
    assert [counted(Decimal(n), "batch", "batches") for n in (1, 2)] == ["1 batch", "2 batches"]
    assert counted(Decimal(1200), "shard") == "1,200 shards"
