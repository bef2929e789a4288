"""From `--target` (or FINPULSE_TARGET, or what is there) to a target. Only the one that is meant is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from finpulse_cli.targets.current import current_target
from finpulse_cli.targets.localstack.address import localstack_url
from finpulse_cli.targets.localstack.needs import is_startable
from finpulse_cli.targets.localstack.running import look

if TYPE_CHECKING:
    from finpulse_cli.core.context import Context
    from finpulse_cli.core.settings import Settings
    from finpulse_cli.stack.target import Target

EMBEDDED, LOCALSTACK, AWS = NAMES = ("embedded", "localstack", "aws")


def resolve_target(context: Context, choice: str | None = None, port: int | None = None) -> Target:
    """Return the chosen target of the project; without a choice the one that is in use, or embedded.

    Raises UsageError for a name that no target has, and for AWS where only the environment asks for it.
    """
    settings = context.settings
    name = choice or _from_environment(settings) or current_target(context) or EMBEDDED
    if name not in NAMES:
        raise UsageError(f"there is no target '{name}'", f"name one of {', '.join(NAMES)}")
    if port is not None and name != EMBEDDED:
        raise UsageError(f"--port is the embedded emulator's; the {name} target has none to choose", "leave it out")
    home = context.project.target_home(name, settings)
    if name == AWS:
        from finpulse_cli.targets.aws.target import aws_target

        return aws_target(context, home, settings.aws_endpoint_url)
    if name == LOCALSTACK:
        from finpulse_cli.targets.localstack.target import localstack_target

        return localstack_target(context, home, settings.localstack_url)
    from finpulse_cli.targets.embedded.target import embedded_target

    return embedded_target(context, home, port)


def target_to_bring_up(context: Context) -> tuple[str, str]:
    """Return the name of the target that `up` means when none is named, and why: never AWS.

    The one in use; else a LocalStack that answers; else LocalStack where it could be started; else embedded.
    """
    if name := _from_environment(context.settings):
        return name, "FINPULSE_TARGET names it"
    if name := current_target(context):
        return name, "it is the one in use; `finpulse down` leaves it"
    url = localstack_url(context.settings.localstack_url)
    if (running := look(url, timeout_seconds=1)) is not None:
        return LOCALSTACK, f"{running} answers at {url}"
    if is_startable(context.environ, context.user_home):
        return LOCALSTACK, "Docker and a LocalStack token are there"
    return EMBEDDED, "no LocalStack answers, and Docker with a LocalStack token is not there"


def _from_environment(settings: Settings) -> str | None:
    """Read FINPULSE_TARGET; AWS only ever by the command line, so that nothing is changed there by mistake."""
    if settings.target == AWS:
        raise UsageError(
            "FINPULSE_TARGET=aws is not enough: AWS is used only where the command line names it",
            "add --aws to the command, or unset FINPULSE_TARGET",
        )
    return settings.target
