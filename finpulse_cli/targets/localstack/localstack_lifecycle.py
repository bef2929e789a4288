"""A LocalStack's life beside ours: attached to or started, tried out, left alone or stopped again."""

from __future__ import annotations

import shutil
import socket
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.errors import FailedError, MissingError, act
from finpulse_cli.core.url import parse_url
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.stack.target import Continuity, Place, ProcessHealth
from finpulse_cli.stack.terraform.stage import has_resources
from finpulse_cli.targets.instance import Instance, RememberedInstance, read_emulator_id, remove_emulator_id
from finpulse_cli.targets.localstack.address import VARIABLE, is_here, port_of
from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities
from finpulse_cli.targets.localstack.container import start, stop
from finpulse_cli.targets.localstack.needs import find_starter, require_startable, token
from finpulse_cli.targets.localstack.probes.all_probes import probe_all
from finpulse_cli.targets.localstack.running import Running, look, make_named
from finpulse_cli.targets.localstack.substitutes import END_TIMEOUT_SECONDS, Substitutes
from finpulse_cli.targets.neighbours import dashboard_beside, dashboard_health, end_at_once, health_of, quote_service
from finpulse_cli.targets.tflocal_root import forget_stack

if TYPE_CHECKING:
    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context

_CONNECT_TIMEOUT_SECONDS = 2.0


class LocalStackLifecycle:
    """See `finpulse_cli.stack.target.Lifecycle`. `url` is LocalStack's."""

    def __init__(self, context: Context, place: Place, url: str, substitutes: Substitutes) -> None:
        self._context = context
        self._place = place
        self._home = place.home
        self._url = url
        self._port = port_of(url)
        self._substitutes = substitutes
        self._remembered = RememberedInstance(place.home.instance)

    def start(self, report: Report) -> None:
        """Attach to the LocalStack that answers, or start one; find out what it can do."""
        running = look(self._url) or self._start_localstack(report)
        ensure_running(self._quotes, report)
        found = ProbedCapabilities.load(self._home.capabilities)
        if found is None or not running.is_session(found.session):
            report(f"trying what {running} can do")
            probe_all(running, self._place.clients, self._place.access).save(self._home.capabilities)
        self._substitutes.begin_probe()

    def stop(self, report: Report) -> None:
        """End our own processes, and LocalStack if it was started from here: what it holds goes with it."""
        for service in self._own:
            halt(service, report, END_TIMEOUT_SECONDS)
        self._stop_localstack(report)
        if (instance := self._remembered.instance) is not None:
            # The next one may be started by somebody else, who will not want it stopped from here.
            self._remembered.keep(replace(instance, stopped_well=True, started_with=None))

    def purge(self, report: Report) -> None:
        """End what is left and delete the target's folder; Terraform has destroyed the stack before."""
        for service in self._own:
            end_at_once(service, report)
        self._remove_id()
        self._stop_localstack(report)
        shutil.rmtree(self._home.root, ignore_errors=True)
        self._remembered.forget()

    def processes(self) -> list[ProcessHealth]:
        """Return the health of LocalStack, the stand-in server, and what takes the place of missing services."""
        running = look(self._url)
        detail = f"{self._url} does not answer" if running is None else f"{running} at {self._url}"
        return [
            ProcessHealth(self._name, running is not None, detail, ""),
            health_of(self._quotes),
            *(health_of(service, is_needed_by_terraform=False) for service in self._substitutes.needed()),
            *dashboard_health(self._dashboard),
        ]

    def reconcile(self, report: Report) -> Continuity:
        """Forget what Terraform remembers of a stack that LocalStack lost. Never says that it was restored.

        Raises FailedError when LocalStack holds a stack of another folder.
        """
        before, inside = self._remembered.instance, read_emulator_id(self._place.clients.ssm)
        if inside is not None and (before is None or before.emulator_id != inside):
            raise FailedError(
                f"the {self._name} at {self._url} holds a FinPulse stack of another folder",
                act(f"run `{{}}` there, or restart it, or name another in {VARIABLE}", "down --purge"),
            )
        if inside is None:
            if has_resources(self._home.terraform_state):
                report(f"{self._name} does not hold the stack any more (it was restarted); provisioning from scratch")
            forget_stack(self._home)
            here = replace(before or Instance(self._port), port=self._port, url=self._url)
            self._remembered.give_id(self._place.clients.ssm, here)
            return Continuity.BROKEN
        if before is not None:
            self._remembered.keep(replace(before, stopped_well=False))
        return Continuity.UNBROKEN

    def is_alive(self) -> bool:
        """Tell whether something listens at LocalStack's address."""
        host = parse_url(self._url).host
        try:
            with socket.create_connection((host, self._port), timeout=_CONNECT_TIMEOUT_SECONDS):
                return True
        except OSError:
            return False

    def has_died(self) -> bool:
        """Tell whether LocalStack is gone or has lost the stack in a restart; after `finpulse down` it is stopped."""
        remembered = self._remembered.instance
        if remembered is None or remembered.stopped_well or not self._home.outputs.exists():
            return False
        return not self._holds_our_id()

    @cached_property
    def _quotes(self) -> Service:
        return quote_service(self._context, self._home, self._port)

    @cached_property
    def _dashboard(self) -> Service:
        return dashboard_beside(self._context, self._home, self._port)

    @property
    def _name(self) -> str:
        """The name of what answered when it was tried: LocalStack or a fork of it."""
        found = ProbedCapabilities.load(self._home.capabilities)
        return make_named(found.make if found else None).name

    @property
    def _own(self) -> tuple[Service, ...]:
        return (*self._substitutes.all, self._dashboard, self._quotes)

    def _start_localstack(self, report: Report) -> Running:
        """Start LocalStack by its own command line. Raises MissingError naming what that lacks."""
        if not is_here(self._url):
            raise MissingError(
                f"no LocalStack answers at {self._url}", f"start it there, or name another one in {VARIABLE}"
            )
        environ, user_home = self._context.environ, self._context.user_home
        starter = require_startable(environ, user_home)
        secret = token(environ, user_home) or ""
        # remembered first: a start that is interrupted while Docker pulls the image goes on without us
        before = self._remembered.instance or Instance(self._port)
        self._remembered.keep(replace(before, started_with=starter.name, url=self._url))
        return start(starter, self._url, environ, secret, report)

    def _stop_localstack(self, report: Report) -> None:
        """Stop LocalStack if it was started from here. Raises FailedError."""
        running = look(self._url)
        if running is None:
            return
        there = f"{running.make.name} at {self._url}"
        instance = self._remembered.instance
        started_with = None if instance is None else instance.started_with
        starter = find_starter(self._context.environ)
        if started_with is None:
            report(f"{there} goes on: it was not started from here")
        elif starter is None:
            report(f"{there} goes on: `{started_with}`, which started it, is not there any more")
        else:
            stop(starter, self._context.environ, report)

    def _holds_our_id(self) -> bool:
        """Tell whether LocalStack answers and is in the state that Terraform remembers."""
        instance = self._remembered.instance
        if instance is None or look(self._url) is None:
            return False
        try:
            return read_emulator_id(self._place.clients.ssm) == instance.emulator_id
        except (ClientError, BotoCoreError):
            return False

    def _remove_id(self) -> None:
        """Leave a LocalStack that goes on free for a stack of any folder."""
        if self._holds_our_id():
            with suppress(ClientError, BotoCoreError):
                remove_emulator_id(self._place.clients.ssm)
