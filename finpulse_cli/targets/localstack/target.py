"""The localstack target: a LocalStack that answers, or one that its own command line starts with Docker and a token.

What it lacks is found out by trying (`probes`); background processes of ours take its place, and listen on 127.0.0.1
only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.target import Capability, Target
from finpulse_cli.targets.instance import Instance
from finpulse_cli.targets.local_checks import check_ports, check_tflocal
from finpulse_cli.targets.local_place import REGION, LocalPlace
from finpulse_cli.targets.local_teardown import LocalTeardown
from finpulse_cli.targets.localstack.address import localstack_url
from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities
from finpulse_cli.targets.localstack.localstack_addresses import LocalStackAddresses
from finpulse_cli.targets.localstack.localstack_lifecycle import LocalStackLifecycle
from finpulse_cli.targets.localstack.localstack_root import LocalStackRoot
from finpulse_cli.targets.localstack.needs import require_startable
from finpulse_cli.targets.localstack.running import look
from finpulse_cli.targets.localstack.substitutes import Substitutes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import TargetHome

NAME = "localstack"
_KEY = "test"  # LocalStack derives the account from it: 000000000000


def localstack_target(context: Context, home: TargetHome, named_url: str | None) -> Target:
    """Put the target together. `named_url` is the user's choice of address, if any. Raises UsageError."""
    used_before = Instance.load(home.instance)
    url = localstack_url(named_url or (used_before.url if used_before else None))
    addresses = LocalStackAddresses(url, home.capabilities)
    # its Kinesis may refuse records beyond a shard's allowance
    place = LocalPlace(NAME, home, Access(url, REGION, _KEY, _KEY), addresses, throttles=True)
    substitutes = Substitutes(context, place, addresses.gateway_port)
    return Target(
        place=place,
        lifecycle=LocalStackLifecycle(context, place, url, substitutes),
        root=LocalStackRoot(place, addresses),
        teardown=LocalTeardown(home, by_terraform=True),
        capabilities=partial(_capabilities, home),
        requirements=partial(_requirements, home, addresses),
        after_apply=(substitutes.end_probe, substitutes.run, substitutes.tell),
    )


def _capabilities(home: TargetHome) -> tuple[Capability, ...]:
    """Return what the probes found; nothing before they were made."""
    found = ProbedCapabilities.load(home.capabilities)
    return () if found is None else found.capabilities()


def _requirements(
    home: TargetHome, addresses: LocalStackAddresses, environ: Mapping[str, str], user_home: Path
) -> list[Check]:
    found = _check_localstack(addresses.url, environ, user_home)
    return [check_tflocal(environ), found, check_ports(home, addresses.port + 1)]


def _check_localstack(url: str, environ: Mapping[str, str], user_home: Path) -> Check:
    if (found := look(url)) is not None:
        return Check("LocalStack", True, f"{found} answers at {url}")
    try:
        starter = require_startable(environ, user_home)
    except MissingError as error:
        return Check("LocalStack", False, f"nothing answers at {url}; {error.message}", error.next_action or "")
    return Check("LocalStack", True, f"not running; `{starter.name} start` starts it")
