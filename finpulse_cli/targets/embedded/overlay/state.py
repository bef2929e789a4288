"""Puts keeping and restoring in the place of MiniStack's saving and loading."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.overlay import recording
from finpulse_cli.targets.embedded.overlay.journal import Journal
from finpulse_cli.targets.embedded.overlay.keeping import Keeper, stack_of
from finpulse_cli.targets.embedded.overlay.lake_marks import gather_again
from finpulse_cli.targets.embedded.overlay.loading import Loading
from finpulse_cli.targets.embedded.overlay.outgoing_mail import OutgoingMail
from finpulse_cli.targets.embedded.overlay.tails import Positions, Records
from finpulse_cli.targets.embedded.state_folder import StateFolder

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.targets.embedded.overlay.firehose import Deliveries
    from finpulse_cli.targets.embedded.overlay.mailbox import Mailbox


class State:
    """The emulator's state on disk, at `folder`; `mail` takes e-mails on their way into `mailbox`."""

    def __init__(self, mailbox: Mailbox) -> None:
        persistence: Any = import_module("ministack.core.persistence")
        self.folder = StateFolder(Path(persistence.STATE_DIR))
        self.records = Records()
        self.journal = Journal(self.folder, Positions().changed, self.records.arrived)
        self.mail = OutgoingMail(mailbox, self.journal)

    def install(self, deliveries: Deliveries, freeze: Callable[[], None]) -> Keeper:
        """Install it. `freeze` lets no mapping note that it has read on."""
        recording.install(self.journal)
        home = TargetHome(Path.home())  # HOME is the target's own folder, see ministack.environment

        def undelivered() -> int:
            return deliveries.write(everything=True).left

        keeper = Keeper(self.folder, self.journal, lambda: stack_of(home.applied), undelivered, freeze, self.mail)
        again = partial(gather_again, deliveries.accept)
        loading = Loading(self.folder, self.journal, keeper, again, self.records.skip, self.mail)
        application: Any = import_module("ministack.app")
        application.save_all = keeper.close
        application._load_persisted_state = loading.load
        return keeper
