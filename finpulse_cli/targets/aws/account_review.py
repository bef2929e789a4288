"""What a user sees of a plan for an account: whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from finpulse_cli.stack.target import PlanScope
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.account_lifecycle import AccountLifecycle
from finpulse_cli.targets.aws.remote_state import RemoteState


@dataclass(frozen=True, slots=True)
class AccountReview:
    """See `finpulse_cli.stack.target.Review`."""

    account: Account
    state: RemoteState
    lifecycle: AccountLifecycle

    def sign_in(self) -> object:
        """Refuse credentials that cannot do before any work."""
        return self.account.sign_in()

    def only_look(self) -> None:
        """Change nothing from now on, so that less must be allowed."""
        self.lifecycle.only_look()

    def scope(self) -> PlanScope:
        """Return account, caller, region, stack and where its state is."""
        names = self.account.names
        return PlanScope(names.account, self.account.identity.arn, names.region, names.name, self.state.location)
