"""All probes that Terraform's variables depend on."""

from __future__ import annotations

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.localstack.abilities import Abilities
from finpulse_cli.targets.localstack.probe.delivery import probe_delivery
from finpulse_cli.targets.localstack.probe.services import enforces_iam, has_athena, has_http_api
from finpulse_cli.targets.localstack.running import Running


def find_out(running: Running, clients: Clients, access: Access) -> Abilities:
    """Try everything but the Scheduler, which takes its time: see `scheduler.py`."""
    delivery = probe_delivery(clients)
    return Abilities(
        session=running.session,
        version=running.version,
        http_api=has_http_api(clients),
        athena=has_athena(clients),
        enforces_iam=enforces_iam(clients, access),
        delivers=delivery.delivers,
        compresses=delivery.compresses,
        evaluates_dates=delivery.evaluates_dates,
        fires=None,
    )
