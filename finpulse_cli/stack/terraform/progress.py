"""How far an apply is: a fold over Terraform's events, without clock or screen of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from finpulse_cli.stack.terraform.json_events import Applied, Event, Failed, Finished, PlanReady, Refreshed, Started

_PAST = {"create": "created", "update": "updated", "delete": "deleted"}
_PRESENT = {"create": "creating", "update": "updating", "delete": "deleting"}


@dataclass(frozen=True, slots=True)
class Active:
    """A resource that is being worked on since `since` (seconds of the caller's clock)."""

    address: str
    doing: str
    since: float


@dataclass(frozen=True, slots=True)
class Progress:
    """`total` is None until the plan is made. `done` counts steps that ended well."""

    total: int | None = None
    done: int = 0
    refreshed: int = 0
    active: dict[str, Active] = field(default_factory=dict)

    def after(self, event: Event, now: float) -> Progress:
        """Return the progress once `event` has come at `now` (seconds of the caller's clock)."""
        match event:
            case PlanReady(total):
                return replace(self, total=total)
            case Refreshed():
                return replace(self, refreshed=self.refreshed + 1)
            case Started(address, action):
                return replace(self, active=self.active | {address: Active(address, _PRESENT[action], now)})
            case Finished(address):
                return replace(self, done=self.done + 1, active=self._without(address))
            case Failed(address):
                return replace(self, active=self._without(address))
            case _:
                return self

    def _without(self, address: str) -> dict[str, Active]:
        return {name: active for name, active in self.active.items() if name != address}


def line_for(event: Event) -> str | None:
    """Return the one line that is left standing for an event; None when it leaves none."""
    match event:
        case Applied(0):
            return "nothing to change"
        case PlanReady(total) if total:
            return f"{total} {'step' if total == 1 else 'steps'} to do"
        case Finished(address, action, seconds):
            return f"{_PAST[action]} {address} ({seconds}s)"
        case Failed(address):
            return f"failed {address}"
        case _:
            return None
