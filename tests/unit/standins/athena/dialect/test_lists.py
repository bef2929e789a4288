"""Every function of Trino is in one list: the same, rewritten or refused; docs/sql.md shows them."""

from __future__ import annotations

import pytest

from finpulse_cli.standins.athena.dialect.errors import QuerySyntaxError
from finpulse_cli.standins.athena.dialect.functions.names import FUNCTIONS, SYNTAX
from finpulse_cli.standins.athena.dialect.functions.refusals import instead_of
from finpulse_cli.standins.athena.dialect.functions.registry import REWRITTEN, SAME, function


def test_the_lists_have_no_name_twice_and_none_that_trino_has_not() -> None:
    assert not set(SAME) & set(REWRITTEN)
    assert set(SAME) | set(REWRITTEN) | SYNTAX <= FUNCTIONS
    assert not SYNTAX & (set(SAME) | set(REWRITTEN))


@pytest.mark.parametrize("name", sorted(FUNCTIONS - set(SAME) - set(REWRITTEN) - SYNTAX))
def test_every_other_function_is_refused_by_name(name: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"NOT_SUPPORTED: .*is not on this target") as caught:
        function(name)
    assert f"{name}()" in str(caught.value)
    assert instead_of(name)


def test_nothing_outside_the_lists_runs() -> None:
    with pytest.raises(QuerySyntaxError, match="Function 'list_sum' not registered"):
        function("list_sum")
