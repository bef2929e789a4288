"""The account that the aws target works in: session, caller and names, asked for once and only when needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.aws.identity import Identity, caller_identity, require_credentials
from finpulse_cli.targets.aws.names import StackNames
from finpulse_cli.targets.aws.session import Sign, sign_in

DEFAULT_NAME = "finpulse"


class Account:
    """An account and the stack in it. `environ` is the user's environment, read when it is needed.

    `endpoint_url` is an emulator's that stands in for AWS; None for AWS itself.
    """

    def __init__(self, environ: Mapping[str, str], endpoint_url: str | None) -> None:
        self.environ = environ
        self.endpoint_url = endpoint_url.rstrip("/") if endpoint_url is not None else None
        self._sign: Sign | None = None

    def sign_in(self) -> Sign:
        """Return session and region of the user, the same ones every time; what asks AWS begins here.

        Raises CliError unless there are credentials that may be sent where this target is: none of an emulator to AWS.
        """
        if self._sign is None:
            found = sign_in(self.environ, self.endpoint_url)
            require_credentials(found.session, self.endpoint_url)
            self._sign = found
        return self._sign

    @property
    def access(self) -> Access:
        """Endpoint and region with the credentials as they are now; Terraform works with these."""
        return self.sign_in().access()

    @cached_property
    def clients(self) -> Clients:
        """AWS clients with the user's credentials, renewed where they can be."""
        return Clients(lambda: self.sign_in().session, self.endpoint_url)

    @cached_property
    def identity(self) -> Identity:
        """The identity that the credentials belong to. Raises CliError."""
        return caller_identity(self.clients.sts)

    @cached_property
    def names(self) -> StackNames:
        """The names of the stack's resources."""
        name = self.environ.get("TF_VAR_name", "").strip() or DEFAULT_NAME
        return StackNames(name, self.identity.account, self.sign_in().region)
