"""Shows what an apply would change and cost in whose account, and asks before it does."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from finpulse_cli.core import console
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import StoppedError, UsageError, act
from finpulse_cli.stack.terraform.json_events import Planned

if TYPE_CHECKING:
    from finpulse_cli.features.cost.estimate import Estimate
    from finpulse_cli.stack.target import PlanScope, Review, TerraformRoot

_LOST = ("delete", "replace")
_WORDS = {"create": "to create", "update": "to change", "replace": "to replace", "delete": "to destroy"}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Consent:
    """See `terraform.target_run.Approve`. With `yes` nobody is asked."""

    context: Context
    root: TerraformRoot
    review: Review
    yes: bool

    def __call__(self, changes: Sequence[Planned]) -> None:
        """Show and ask; nothing to change needs no answer. Raises StoppedError for a no."""
        self.show(changes)
        if self.yes or not changes:
            return
        if not sys.stdin.isatty():
            raise UsageError("there is no terminal to ask on", act("confirm with `{}`", "up --aws --yes"))
        if not typer.confirm("Apply this?", err=True):
            raise StoppedError("nothing was changed", act("run `{}` again when you like", "up --aws"))

    def show(self, changes: Sequence[Planned]) -> None:
        """Print account, region, plan and monthly cost on stderr."""
        table = console.table(None, "", "")
        table.show_header = False
        for name, text in self._rows(changes):
            table.add_row(Text(name, style="bold"), Text(text))
        console.stderr().print(table)

    def estimate(self) -> Estimate:
        """Estimate what the stack will cost a month, at its own load."""
        # imported late: the parser of Terraform's language would slow every other command down
        from finpulse_cli.features.cost.estimate import monthly_estimate
        from finpulse_cli.stack.hcl.module import environment_variables

        variables = environment_variables(self.context.environ) | self.root.variables(self.context.environ)
        return monthly_estimate(self.context.project.terraform_dir, variables)

    def _rows(self, changes: Sequence[Planned]) -> Iterable[tuple[str, str]]:
        from finpulse_cli.features.cost.asking import asking_text

        scope, estimate = self.review.scope(), self.estimate()
        yield "account", f"{scope.account} ({scope.caller})"
        yield "region", scope.region
        yield "stack", scope.stack
        yield "state", scope.state
        yield "plan", plan_line(changes)
        for line in lost_lines(changes):
            yield "", line
        yield "requests", asking_text(estimate.flow.stack.asking)
        yield "monthly cost", f"about USD {estimate.total:.2f}; `finpulse cost` shows it line by line"


def plan_line(changes: Sequence[Planned]) -> str:
    """Write `142 to create, 1 to destroy`."""
    counts = Counter(change.action for change in changes)
    return ", ".join(f"{counts[action]} {words}" for action, words in _WORDS.items() if counts[action]) or "no changes"


def lost_lines(changes: Sequence[Planned]) -> list[str]:
    """Return what is destroyed or recreated, one a line: that is where data can be lost."""
    lost = [f"{_WORDS[change.action]}: {change.address}" for change in changes if change.action in _LOST]
    return [*lost[:_SHOWN], *([f"and {len(lost) - _SHOWN} more"] if len(lost) > _SHOWN else [])]


def preview_json(scope: PlanScope, changes: Sequence[Planned], estimate: Estimate) -> dict[str, object]:
    """Return the preview for programs. A replacement counts as one to add and one to remove, as Terraform counts it."""
    from finpulse_cli.features.cost.asking import asking_object

    counts = Counter(change.action for change in changes)
    return {
        "account": scope.account,
        "region": scope.region,
        "changes": {
            "add": counts["create"] + counts["replace"],
            "change": counts["update"],
            "remove": counts["delete"] + counts["replace"],
        },
        "resources": [
            {"address": change.address, "action": change.action}
            for change in sorted(changes, key=lambda change: change.address)
        ],
        "requests": asking_object(estimate.flow.stack.asking),
        "monthly_usd": round(estimate.total, 2),
    }
