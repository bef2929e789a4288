"""docs/cost.md is what the bill says today."""

from __future__ import annotations

from scripts.cost_page import TARGET, page


def test_the_committed_page_is_the_generated_one() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run `make costs`"


def test_it_has_the_three_loads_and_the_date_of_the_prices() -> None:
    text = page()
    assert text.count("**total**") == 3
    assert "finpulse cost --events-per-second 100000" in text
    assert "looked up on 20" in text
