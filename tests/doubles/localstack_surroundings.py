"""A LocalStack target whose surroundings are only noted: probes, background processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.local_place import LocalPlace
from finpulse_cli.targets.localstack import localstack_lifecycle, substitutes
from finpulse_cli.targets.localstack.target import localstack_target
from tests.doubles.contexts import context
from tests.unit.targets.localstack.found import COMMUNITY

if TYPE_CHECKING:
    from finpulse_cli.daemon.service import Service
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Target
    from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities
    from finpulse_cli.targets.localstack.running import Running
    from tests.doubles.fake_localstack import FakeLocalStack

PROJECT = Project.find(Path(__file__))
Report = Callable[[str], None]


def target_at(home: TargetHome, named_url: str | None) -> Target:
    """The target as a new command would make it, with the environment of this moment."""
    return localstack_target(context(environ=os.environ, user_home=Path.home()), home, named_url)


def settle(target: Target, outputs: StackOutputs, report: Report) -> None:
    """Every step that follows an apply."""
    for step in target.after_apply:
        step(outputs, report)


@cache
def clients_of(access: Access) -> Clients:
    """Clients that are made once a run, which takes longer than all they are asked."""
    return Clients.of(access)


@dataclass
class LocalStackSurroundings:
    """`found` is what the probes find, `fires` what the Scheduler's says once its time is over.

    `events` are the probes that were made, `running` the background processes that run.
    """

    fake: FakeLocalStack
    home: TargetHome
    found: ProbedCapabilities = COMMUNITY
    fires: bool = False
    events: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)

    def target(self) -> Target:
        """The target as a new command would make it."""
        made = target_at(self.home, self.fake.url)
        assert isinstance(made.place, LocalPlace)
        made.place.clients = clients_of(made.place.access)
        return made

    def probe_all(self, running: Running, *_arguments: object) -> ProbedCapabilities:
        """In place of the probes."""
        self.events.append("probes")
        return replace(self.found, make=running.make.name, session=running.session)

    def ensure_running(self, service: Service, _report: Report) -> bool:
        """In place of a process."""
        self.running.add(service.name)
        return True

    def halt(self, service: Service, _report: Report, timeout_seconds: float) -> None:
        """In place of its end."""
        assert timeout_seconds
        self.running.discard(service.name)

    def began(self, *_arguments: object) -> Any:
        """In place of the Scheduler's probe."""
        return _Probe(self)


@dataclass
class _Probe:
    scene: LocalStackSurroundings

    def begin(self) -> None:
        self.scene.events.append("begin")

    def fired(self, _report: Report) -> bool:
        self.scene.events.append("fired")
        return self.scene.fires


@contextmanager
def noted(scene: LocalStackSurroundings) -> Iterator[LocalStackSurroundings]:
    """The scene takes the place of the target's surroundings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(localstack_lifecycle, "probe_all", scene.probe_all)
        patch.setattr(substitutes, "SchedulerProbe", scene.began)
        for module in (localstack_lifecycle, substitutes):
            patch.setattr(module, "ensure_running", scene.ensure_running)
            patch.setattr(module, "halt", scene.halt)
        yield scene
