"""What `finpulse replay --chaos` adds: reading its options, showing its verdict."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING, Any

from rich.table import Table

from finpulse_cli.core import console
from finpulse_cli.core.errors import ExpectationError, UsageError, act
from finpulse_cli.features.chaos.spec import Spec, parse_spec

if TYPE_CHECKING:
    from finpulse_cli.features.chaos.chaos_replay import ChaosOutcome
    from finpulse_cli.stack.target import Target

_SEEDS = 1_000_000


def chosen_faults(
    text: str | None, seed: int | None, target: Target, *, names_run: bool, compares: bool
) -> tuple[Spec, int] | None:
    """Return the faults and the seed, a fresh one unless it is named; None without --chaos. Raises UsageError."""
    if text is None:
        if seed is not None:
            raise UsageError("--seed is of the faults of --chaos", "leave it out, or name faults")
        return None
    spec = parse_spec(text)
    if not target.is_local:
        raise UsageError("--chaos is for local targets: it would break what others rest on", "leave --aws out")
    if names_run:
        raise UsageError("--chaos judges a run that nobody has sent before", "leave --run out")
    if compares:
        raise UsageError("--chaos has a verdict of its own", "leave --expect and --write-expectation out")
    return spec, SystemRandom().randrange(_SEEDS) if seed is None else seed


def facts(spec: Spec, seed: int, tested: ChaosOutcome) -> dict[str, Any]:
    """Return what a summary gains: the faults, the seed, what was injected, the verdict."""
    return {
        "chaos": spec.text,
        "seed": seed,
        "injected": dict(tested.injected),
        "verdict": tested.verdict.as_dict(),
    }


def conclude(spec: Spec, seed: int, tested: ChaosOutcome, *, json_output: bool) -> None:
    """Show the verdict, unless it was printed as JSON. Raises ExpectationError where a guarantee broke."""
    if not json_output:
        _show_verdict(spec, seed, tested)
    _require_held(seed, tested)


def _show_verdict(spec: Spec, seed: int, tested: ChaosOutcome) -> None:
    """Print what was injected and the verdict on each guarantee."""
    table = Table(title=f"verdict under {spec.text}, seed {seed}", title_justify="left")
    table.add_column("guarantee", style="bold")
    for column in ("expected", "found"):
        table.add_column(column, justify="right")
    table.add_column("verdict")
    for it in tested.verdict.guarantees:
        told = f"[red]{it.verdict}[/]: {it.wrong[0]}" if it.wrong else f"[green]{it.verdict}[/]"
        table.add_row(it.name, f"{it.expected:,}", f"{it.found:,}", told + (f" ({it.note})" if it.note else ""))
    console.stdout().print(table)
    met = ", ".join(f"{count:,} {name}" for name, count in tested.injected.items() if count)
    console.note(f"injected: {met or 'nothing'}")


def _require_held(seed: int, tested: ChaosOutcome) -> None:
    """Raise ExpectationError, with what is wrong, where a guarantee broke."""
    broken = tested.verdict.broken
    if broken:
        lines = [f"{it.name}: {wrong}" for it in broken for wrong in it.as_dict()["wrong"]]
        raise ExpectationError(
            "\n".join([f"{len(broken)} guarantees broke:", *lines]),
            act(f"the same faults come again with --seed {seed}; `{{}}` follows one event", "trace EVENT_ID"),
        )
