"""What the emulator does before it answers: restores what its folder holds, says of when, and goes on from there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from finpulse_cli.targets.embedded.overlay.restoring import Replaying, chain
from finpulse_cli.targets.embedded.overlay.saving import read_state
from finpulse_cli.targets.embedded.restored import FILE_NAME, Restored
from finpulse_cli.targets.embedded.state_folder import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from finpulse_cli.targets.embedded.journal_file import JournalFile
    from finpulse_cli.targets.embedded.overlay.journal import Journal
    from finpulse_cli.targets.embedded.overlay.keeping import Keeper
    from finpulse_cli.targets.embedded.overlay.outgoing_mail import OutgoingMail
    from finpulse_cli.targets.embedded.state_folder import StateFolder

_log = logging.getLogger("persistence")


class Loading:
    """`gather_again` hands Firehose what is not in the lake; `skip` keeps restored records out of the journal.

    `mail` has the e-mails that were sent and did not arrive.
    """

    def __init__(
        self,
        folder: StateFolder,
        journal: Journal,
        keeper: Keeper,
        gather_again: Callable[[], int],
        skip: Callable[[], None],
        mail: OutgoingMail,
    ) -> None:
        self._folder, self._journal, self._keeper = folder, journal, keeper
        self._gather_again, self._skip, self._mail = gather_again, skip, mail

    def load(self) -> None:
        """Take the place of MiniStack's loading; afterwards everything that happens is kept."""
        self._folder.clear_partials()
        self._folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest = self._newest()
        lost: dict[str, str] = {}
        if manifest is not None:
            place = self._folder.checkpoint(manifest.number)
            lost = {**manifest.lost, **read_state(place, manifest.damaged(place))}
        last, entries = self._replay(None if manifest is None else manifest.number, lost)
        through = self._folder.kept_through()
        self._tell(None if manifest is None else Restored(through or manifest.taken_at, entries, lost))
        self._skip()
        self._journal.begin(self._folder.next_number(), *((last.head.number, last.valid_bytes) if last else (0, 0)))
        self._mail.put_all()
        self._gather_again()
        self._keeper.start()
        if entries:
            self._keeper.ask()

    def _newest(self) -> Manifest | None:
        found = (Manifest.load(self._folder.checkpoint(number)) for number in self._folder.checkpoints())
        return next((manifest for manifest in found if manifest is not None), None)

    def _replay(self, first: int | None, lost: dict[str, str]) -> tuple[JournalFile | None, int]:
        """Apply what the journals have; the last of them, and how many entries."""
        replaying, last, count = Replaying(self._mail), None, 0
        for journal in chain(self._folder, first):
            last = journal
            for _moment, entries in journal.frames():
                for entry in entries:
                    count += 1
                    try:
                        replaying.apply(entry)
                    except Exception as error:  # noqa: BLE001 - whatever it is, the other entries are still applied
                        _log.exception("an entry of %s could not be applied", journal.path.name)
                        lost.setdefault("journal", f"{type(error).__name__}: {error}")
        return last, count

    def _tell(self, restored: Restored | None) -> None:
        if restored is None:
            (self._folder.root / FILE_NAME).unlink(missing_ok=True)
            return
        restored.save(self._folder.root)
        for name, why in restored.lost.items():
            _log.error("%s could not be restored: %s", name, why)
