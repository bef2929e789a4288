"""All probes that Terraform's variables depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities
from finpulse_cli.targets.localstack.probes.athena_probe import answers_sql
from finpulse_cli.targets.localstack.probes.delivery_probe import probe_delivery
from finpulse_cli.targets.localstack.probes.service_probes import enforces_iam, has_http_api

if TYPE_CHECKING:
    from finpulse_cli.stack.clients import Access, Clients
    from finpulse_cli.targets.localstack.running import Running


def probe_all(running: Running, clients: Clients, access: Access) -> ProbedCapabilities:
    """Try everything but the Scheduler, which takes its time: see `scheduler.py`."""
    delivery = probe_delivery(clients)
    return ProbedCapabilities(
        make=running.make.name,
        session=running.session,
        version=running.version,
        http_api=has_http_api(clients),
        answers_sql=answers_sql(clients),
        enforces_iam=enforces_iam(clients, access),
        delivers=delivery.delivers,
        compresses=delivery.compresses,
        evaluates_dates=delivery.evaluates_dates,
        fires=None,
    )
