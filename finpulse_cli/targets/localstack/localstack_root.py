"""Terraform against LocalStack: its variables leave out what that LocalStack lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.targets.local_place import REGION
from finpulse_cli.targets.localstack.capabilities import require_capabilities
from finpulse_cli.targets.localstack.running import functions_in_docker
from finpulse_cli.targets.neighbours import finnhub_url, quotes_url
from finpulse_cli.targets.standin_market import standin_market
from finpulse_cli.targets.tflocal_root import TflocalRoot
from finpulse_cli.web.origins import merged_origins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.stack.target import Place
    from finpulse_cli.targets.localstack.localstack_addresses import LocalStackAddresses

_DOCKER_HOST = "host.docker.internal"  # this machine, as a container sees it


class LocalStackRoot(TflocalRoot):
    """See `finpulse_cli.stack.target.TerraformRoot`."""

    def __init__(self, place: Place, addresses: LocalStackAddresses) -> None:
        super().__init__(place)
        self._addresses = addresses

    def variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """Return what the stand-in server and the inbox ask for; what LocalStack lacks is left out."""
        found = require_capabilities(self._place.home)
        return {
            "region": REGION,
            "lambda_zip_dir": str(self._place.home.lambdas),
            "alpha_vantage_url": self._inside(quotes_url(self._addresses.port)),
            "finnhub_url": self._inside(finnhub_url(self._addresses.port)),
            **standin_market(user),
            "cors_origins": merged_origins(self._addresses.dashboard_port, user),
            "alert_inbox": True,
            "lake_force_destroy": True,
            "lake_buffer_seconds": 60,
            "lake_compression": "GZIP" if found.compresses else "UNCOMPRESSED",
            "http_api": found.http_api,
            "push_api": False,  # its WebSocket addresses are LocalStack's own; pages poll
            "athena": found.athena,
        }

    def _inside(self, address: str) -> str:
        """Return an address of the stand-in server as a function inside LocalStack reaches it."""
        inside = functions_in_docker(self._addresses.url)
        return address.replace("127.0.0.1", _DOCKER_HOST) if inside else address
