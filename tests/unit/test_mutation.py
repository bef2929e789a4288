"""What the mutation tester's result is read as; the tester itself is run by `make mutation` alone."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from scripts import mutation

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FOUND = {
    "lambdas.a.x_one__mutmut_1": 1,
    "lambdas.a.x_one__mutmut_2": 0,
    "lambdas.a.xǁThingǁrun__mutmut_1": 33,
    "lambdas.b.x_two__mutmut_1": 36,
}


def test_changes_that_no_test_ran_or_noticed_survive(capsys: pytest.CaptureFixture[str]) -> None:
    assert mutation.survivors(FOUND) == ["lambdas.a.x_one__mutmut_2", "lambdas.a.xǁThingǁrun__mutmut_1"]
    assert mutation.conclude(FOUND) == 1
    told = capsys.readouterr().out
    assert "    1 of     3  lambdas.a" in told
    assert "2 of 4 changes were noticed, 50.0%" in told


def test_nine_of_ten_are_enough_and_none_is_not() -> None:
    assert mutation.conclude({f"lambdas.a.x__mutmut_{number}": int(number > 0) for number in range(10)}) == 0
    assert mutation.conclude({}) == 1


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    names = [f"n{number}" for number in range(100)]
    assert mutation.drawn(names, 10, 1) == mutation.drawn(names[::-1], 10, 1)
    assert mutation.drawn(names, 10, 1) != mutation.drawn(names, 10, 2)
    assert mutation.drawn(names, 0, 1) == mutation.drawn(names, 200, 1) == names


def test_results_are_read_from_every_module(tmp_path: Path) -> None:
    for number, name in enumerate(("a", "b/c")):
        meta = tmp_path / "mutants" / "lambdas" / f"{name}.py.meta"
        meta.parent.mkdir(parents=True, exist_ok=True)
        meta.write_text(json.dumps({"exit_code_by_key": {name: number, f"{name}2": None}}))
    assert mutation.results(tmp_path) == {"a": 0, "a2": None, "b/c": 1, "b/c2": None}


def test_the_settings_are_what_mutmut_reads() -> None:
    settings = tomllib.loads(mutation._settings())["tool"]["mutmut"]
    assert settings["source_paths"] == ["lambdas"]
    assert "lambdas/aggregator/*.py" in settings["only_mutate"]
