"""What there is of a life cycle on AWS: a look at the account before an apply, and nothing on this machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.stack.target import Continuity
from finpulse_cli.targets.aws.foreign import refuse_foreign_stack
from finpulse_cli.targets.aws.permissions import require_actions
from finpulse_cli.targets.aws.policy import needs_of, read_policy

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.core.console import Report
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.target import ProcessHealth
    from finpulse_cli.targets.aws.account import Account
    from finpulse_cli.targets.aws.remote_state import RemoteState

_DEPLOY_POLICIES = ("deploy-policy-1.json", "deploy-policy-2.json")
_PLAN_POLICIES = ("plan-policy.json",)


class AccountLifecycle:
    """See `finpulse_cli.stack.target.Lifecycle`. `policies` is the folder of what a deployment must be allowed."""

    def __init__(self, account: Account, state: RemoteState, home: TargetHome, policies: Path) -> None:
        self._account = account
        self._state = state
        self._home = home
        self._folder = policies
        self._policies: tuple[str, ...] = _DEPLOY_POLICIES

    def only_look(self) -> None:
        """Change nothing from now on, so that less must be allowed."""
        self._policies = _PLAN_POLICIES

    def start(self, report: Report) -> None:
        """Look at the account: who asks, what they may do, whether the stack's names are free. Changes nothing."""
        identity, names = self._account.identity, self._account.names
        report(f"account {identity.account}, region {names.region}, as {identity.arn}")
        self._state.look_for_bucket()
        self._require_permissions(report)
        if not self._state.owns_resources():
            report("looking for resources that bear the stack's names already")
            refuse_foreign_stack(self._account.clients, names)

    def stop(self, _report: Report) -> None:
        """Raise UsageError: what runs in an account cannot be stopped and kept."""
        raise UsageError(
            "on AWS nothing runs on this machine that could be stopped",
            act(
                "destroy the stack with `{}`, or only stop asking for quotes with `TF_VAR_schedule_enabled=false {}`",
                "down --aws --purge",
                "up --aws",
            ),
        )

    def purge(self, _report: Report) -> None:
        """Remove the state, which knows of nothing any more, and the target's folder."""
        self._state.remove()
        shutil.rmtree(self._home.root, ignore_errors=True)

    def processes(self) -> list[ProcessHealth]:
        """Return none: nothing runs on this machine."""
        return []

    def reconcile(self, _report: Report) -> Continuity:
        """Do nothing: Terraform's state is kept with the stack, and only Terraform knows what became of it."""
        return Continuity.BROKEN

    def is_alive(self) -> bool:
        """Tell that AWS is; what becomes of a request is Terraform's to see."""
        return True

    def has_died(self) -> bool:
        """Tell that it never does: what is wrong on AWS is not mended by the way."""
        return False

    def _require_permissions(self, report: Report) -> None:
        report("looking whether you may do all that it takes")
        identity, names = self._account.identity, self._account.names
        for file in self._policies:
            policy = read_policy(self._folder / file, identity, names.region, names.name)
            require_actions(self._account.clients.iam, identity, needs_of(policy), report)
