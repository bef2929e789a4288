"""Terraform against the embedded emulator: its variables, and what must be recreated after a torn save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.stack.progress import CONSUMERS
from finpulse_cli.targets.embedded.restored import lost_in
from finpulse_cli.targets.embedded.sandbox_mail import alert_address
from finpulse_cli.targets.local_place import REGION
from finpulse_cli.targets.neighbours import finnhub_url, quotes_url
from finpulse_cli.targets.standin_market import standin_market
from finpulse_cli.targets.tflocal_root import TflocalRoot
from finpulse_cli.web.origins import merged_origins

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place
    from finpulse_cli.targets.embedded.emulator_addresses import EmulatorAddresses

_POSITIONS = {"kinesis", "lambda"}  # the services that keep a stream's records, and how far a mapping has read them


class EmulatorRoot(TflocalRoot):
    """See `finpulse_cli.stack.target.TerraformRoot`. `was_started` tells whether this command started the emulator."""

    def __init__(self, place: Place, addresses: EmulatorAddresses, was_started: Callable[[], bool]) -> None:
        super().__init__(place)
        self._addresses = addresses
        self._was_started = was_started

    def variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """Return what the stand-in server and the mailbox ask for; the lake may be destroyed with its objects."""
        return {
            "region": REGION,
            "lambda_zip_dir": str(self._place.home.lambdas),
            "alpha_vantage_url": quotes_url(self._addresses.port),
            "finnhub_url": finnhub_url(self._addresses.port),
            **standin_market(user),
            "execute_api_base": self._addresses.execute_api,
            "cors_origins": merged_origins(self._addresses.dashboard_port, user),
            "alert_email": alert_address(user),
            "lake_force_destroy": True,
            "lake_buffer_seconds": 60,  # somebody is watching; on AWS fewer, larger objects are cheaper
        }

    def to_replace(self, before: StackOutputs | None, _after: StackOutputs) -> list[str]:
        """Return the mappings where the emulator's positions in the shards are not about what the shards hold.

        That is so when only one of the two was saved: a mapping would wait at its place until as many records had
        come as before. Recreated it reads them all, once more. Other shards need nothing: mappings keep up with them.
        """
        torn = self._was_started() and bool(_POSITIONS & lost_in(self._place.home.state_dir).keys())
        if before is None or not torn:
            return []
        return [f'aws_lambda_event_source_mapping.consumer["{name}"]' for name in CONSUMERS]
