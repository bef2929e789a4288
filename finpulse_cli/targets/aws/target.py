"""The aws target: the stack in an account, its state in a bucket there.

It is used only where the user names it on the command line. Credentials come from where the AWS CLI takes them; the
endpoint never does: an emulator stands in for AWS only where FINPULSE_AWS_ENDPOINT_URL says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import CliError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.checks import Check
from finpulse_cli.stack.target import Capability, Target
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.account_lifecycle import AccountLifecycle
from finpulse_cli.targets.aws.account_place import AccountAddresses, AccountPlace
from finpulse_cli.targets.aws.account_review import AccountReview
from finpulse_cli.targets.aws.account_root import AccountRoot
from finpulse_cli.targets.aws.account_teardown import AccountTeardown
from finpulse_cli.targets.aws.hosted_dashboard import HostedDashboard
from finpulse_cli.targets.aws.notes import notes_after_up
from finpulse_cli.targets.aws.remote_state import RemoteState


def aws_target(context: Context, home: TargetHome, endpoint_url: str | None) -> Target:
    """Put the target together; nothing is asked of AWS yet. `endpoint_url` is an emulator's in AWS's place."""
    account = Account(context.environ, endpoint_url)
    state = RemoteState(account, home)
    lifecycle = AccountLifecycle(account, state, home, context.project.root / "docs" / "aws")
    dashboard = HostedDashboard(context, account)
    return Target(
        place=AccountPlace(account, state, home, AccountAddresses(account.endpoint_url)),
        lifecycle=lifecycle,
        root=AccountRoot(account, state, home),
        teardown=AccountTeardown(account, state),
        capabilities=partial(_capabilities, account.endpoint_url),
        requirements=partial(_requirements, account),
        before_apply=(partial(_know_caller, account), dashboard.build, state.ensure_bucket),
        after_apply=(dashboard.upload,),
        review=AccountReview(account, state, lifecycle),
        notes=partial(notes_after_up, account),
    )


def _capabilities(endpoint_url: str | None) -> tuple[Capability, ...]:
    """Return everything, unless an emulator stands in."""
    if endpoint_url is None:
        return (Capability("AWS", native=True, detail="all of it, in your account"),)
    return (Capability("AWS", native=False, detail=f"the emulator at {endpoint_url} stands in for it"),)


def _requirements(account: Account, _environ: Mapping[str, str], _user_home: Path) -> list[Check]:
    try:
        identity = account.identity
    except CliError as error:
        return [Check("AWS account", False, error.message, error.next_action or "")]
    return [Check("AWS account", True, f"{identity.account}, {account.names.region}, as {identity.arn}")]


def _know_caller(account: Account, _report: object) -> None:
    """Refuse credentials that cannot do before anything is built or made."""
    _ = account.identity
