"""The embedded target: MiniStack as a background process on this machine, without Docker or an account."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError, UsageError, act
from finpulse_cli.daemon.probe import NEIGHBOURS, free_ports
from finpulse_cli.daemon.process import running
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.target import Capability, Target
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.emulator_addresses import EmulatorAddresses
from finpulse_cli.targets.embedded.emulator_clock import EmulatorClockControl
from finpulse_cli.targets.embedded.emulator_faults import EmulatorFaults
from finpulse_cli.targets.embedded.emulator_lifecycle import EmulatorLifecycle
from finpulse_cli.targets.embedded.emulator_root import EmulatorRoot
from finpulse_cli.targets.embedded.root_key import SECRET, root_key
from finpulse_cli.targets.embedded.sandbox_file.placing import LoadedHeadStart
from finpulse_cli.targets.embedded.sandbox_file.snapshots import EmulatorSnapshots
from finpulse_cli.targets.embedded.sandbox_mail import SandboxMail
from finpulse_cli.targets.embedded.snapshot.laying import SnapshotHeadStart
from finpulse_cli.targets.instance import Instance
from finpulse_cli.targets.local_checks import check_ports, check_tflocal
from finpulse_cli.targets.local_place import REGION, LocalPlace
from finpulse_cli.targets.local_teardown import LocalTeardown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.context import Context
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import HeadStart

NAME = "embedded"
DEFAULT_PORT = 4566
_CAPABILITIES = (
    Capability("IAM", native=True, detail="enforced: a missing permission fails here as it does on AWS"),
    Capability("EventBridge Scheduler", native=True, detail="fires"),
    Capability("HTTP API", native=True, detail="answers below a path instead of a host name of its own"),
    Capability("WebSocket API", native=True, detail="answers below a path, too"),
    Capability("Athena", native=True, detail="real SQL, through DuckDB"),
    Capability("SNS e-mail", native=True, detail="arrives in a mailbox of the sandbox: `finpulse mail`"),
    Capability("Firehose", native=True, detail="gathers and compresses; `replay` and `down` write what it holds"),
    Capability("mapping options", native=True, detail="on Kinesis streams, all of them; see docs/fidelity.md"),
)


def embedded_target(context: Context, home: TargetHome, port: int | None = None) -> Target:
    """Put the target together. `port` is the user's choice; None keeps the one used before. Raises UsageError."""
    chosen = _port(home, port)
    addresses = EmulatorAddresses(chosen)
    access = Access(addresses.endpoint_url, REGION, root_key(home.root_key), SECRET)
    flush = partial(ministack.flush_lake, chosen)
    place = LocalPlace(NAME, home, access, addresses, throttles=False, flush=flush)
    lifecycle = EmulatorLifecycle(context, place, chosen)
    mail = SandboxMail(place)
    root = EmulatorRoot(place, addresses, lambda: lifecycle.was_started)
    return Target(
        place=place,
        lifecycle=lifecycle,
        root=root,
        teardown=LocalTeardown(home, by_terraform=False),
        capabilities=lambda: _CAPABILITIES,
        requirements=partial(_requirements, home, chosen),
        after_change=(mail.confirm_own, partial(_save, chosen)),
        notes=mail.notes,
        clock=EmulatorClockControl(home, chosen),
        head_start=_head_start(context, home, root, chosen),
        engine=ministack.REQUIREMENT,
        injector=EmulatorFaults(chosen, access.access_key, home.pid_file("ministack")),
        snapshots=EmulatorSnapshots(context, home, lifecycle, chosen),
    )


def _head_start(context: Context, home: TargetHome, root: EmulatorRoot, port: int) -> HeadStart:
    """Return what a first `up` begins with: what the user has loaded, else what comes with FinPulse."""
    if home.loaded.exists():
        return LoadedHeadStart(context, home, root, port)
    return SnapshotHeadStart(context, home, root, port)


def _save(port: int, _outputs: StackOutputs, report: Report) -> None:
    """Have what was provisioned saved at once: it must not hang on the emulator's good end."""
    if problem := ministack.checkpoint(port):
        report(f"the state could not be saved, and would be lost if the emulator were killed: {problem}")


def _port(home: TargetHome, wanted: int | None) -> int:
    """Return the wanted port, else the one used before, else the usual one."""
    record, remembered = running(home.pid_file("ministack")), Instance.load(home.instance)
    if wanted is not None and record is not None and record.port != wanted:
        raise UsageError(
            f"the embedded target is already running on port {record.port}",
            act("leave --port out, or run `{}` first", "down"),
        )
    used_before = record or remembered
    return wanted or (used_before.port if used_before else None) or DEFAULT_PORT


def _requirements(home: TargetHome, port: int, environ: Mapping[str, str], _user_home: Path) -> list[Check]:
    ports = check_ports(home, port, lambda: f"finpulse up --port {free_ports(port + NEIGHBOURS)}")
    return [check_tflocal(environ), _check_ministack(), ports]


def _check_ministack() -> Check:
    try:
        ministack.require_installed()
    except MissingError as error:
        return Check("ministack", False, error.message, error.next_action or "")
    return Check("ministack", True, ministack.VERSION)
