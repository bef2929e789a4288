"""A LocalStack target whose surroundings are only noted: probes, background processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.service import Service
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.localstack import target as module
from finpulse_cli.targets.localstack.abilities import Abilities
from finpulse_cli.targets.localstack.running import Running
from finpulse_cli.targets.localstack.target import LocalStackTarget
from tests.doubles.fake_localstack import FakeLocalStack
from tests.unit.targets.localstack.found import COMMUNITY

PROJECT = Project.find(Path(__file__))
Report = Callable[[str], None]


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
    found: Abilities = COMMUNITY
    fires: bool = False
    events: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)

    def target(self) -> LocalStackTarget:
        """The target as a new command would make it."""
        made = LocalStackTarget(PROJECT, self.home, self.fake.url)
        made.clients = clients_of(made.access)
        return made

    def find_out(self, running: Running, *_arguments: object) -> Abilities:
        """In place of the probes."""
        self.events.append("probes")
        return replace(self.found, session=running.session)

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
        patch.setattr(module, "find_out", scene.find_out)
        patch.setattr(module, "SchedulerProbe", scene.began)
        patch.setattr(module, "ensure_running", scene.ensure_running)
        patch.setattr(module, "halt", scene.halt)
        yield scene
