"""Terraform's state of a stack in an account: in which bucket, under which key, and what it knows of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import MissingError, act
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.terraform.stage import LEFT_STATE_FILE
from finpulse_cli.targets.aws import state_bucket
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.state_object import read_outputs, remembered_resources, remove_state, state_key


@dataclass
class RemoteState:
    """The state of the account's stack. `home` is where a run leaves a state that it could not save there."""

    account: Account
    home: TargetHome
    _bucket_exists: bool | None = None

    @property
    def location(self) -> str:
        """The place it is at, for people."""
        return f"s3://{self._bucket}/{self._key}"

    def look_for_bucket(self) -> bool:
        """Tell whether its bucket is there now."""
        self._bucket_exists = state_bucket.exists(
            self.account.clients.s3, self.account.identity, self.account.names.region
        )
        return self._bucket_exists

    def ensure_bucket(self, report: Report) -> None:
        """Make the bucket if it is missing, complete it if it is half made."""
        if state_bucket.ensure(self.account.clients.s3, self.account.identity, self.account.names.region):
            report(f"made the bucket {self._bucket} for Terraform's state")
        self._bucket_exists = True

    def backend(self) -> Mapping[str, object] | None:
        """Return Terraform's backend, the bucket with a lock file of Terraform's; None as long as there is none."""
        exists = self.look_for_bucket() if self._bucket_exists is None else self._bucket_exists
        if not exists:
            return None
        settings = {
            "bucket": self._bucket,
            "key": self._key,
            "region": self.account.names.region,
            "encrypt": True,
            "use_lockfile": True,
        }
        return {"s3": settings | self._emulated()}

    def outputs(self) -> StackOutputs:
        """Return the stack as the state has it, whoever applied it. Raises MissingError where there is none."""
        names = self.account.names
        values = read_outputs(self.account.clients.s3, self.account.identity, names.region, self._key)
        if not values:
            raise MissingError(
                f"no stack '{names.name}' is provisioned in account {names.account}, {names.region}",
                act(
                    "run `{}`; another account, region or stack is chosen by AWS_PROFILE, AWS_REGION and TF_VAR_name",
                    "up --aws",
                ),
            )
        return StackOutputs.parse(values)

    def exists(self) -> bool:
        """Tell whether there is a state of this stack, empty or not: it was made, and not purged since."""
        return self._resources() is not None or self._is_left_here

    def owns_resources(self) -> bool:
        """Tell whether what bears the stack's names is this state's, also one that is not saved there yet."""
        return bool(self._resources()) or self._is_left_here

    def remove(self) -> None:
        """Remove it, once it knows of nothing any more."""
        remove_state(self.account.clients.s3, self.account.identity, self.account.names.region, self._key)

    @property
    def _key(self) -> str:
        return state_key(self.account.names.name)

    @property
    def _bucket(self) -> str:
        return state_bucket.bucket_name(self.account.names.account, self.account.names.region)

    def _resources(self) -> int | None:
        """Return how many resources it knows of; None when there is none."""
        return remembered_resources(
            self.account.clients.s3, self.account.identity, self.account.names.region, self._key
        )

    @property
    def _is_left_here(self) -> bool:
        """Whether the last run could not save its state there; the next one does, and until then it owns the stack."""
        return (self.home.terraform_dir / LEFT_STATE_FILE).is_file()

    def _emulated(self) -> dict[str, object]:
        """Return what Terraform's S3 backend needs for an emulator that stands in for AWS."""
        endpoint_url = self.account.endpoint_url
        if endpoint_url is None:
            return {}
        return {"endpoints": {"s3": endpoint_url, "sts": endpoint_url}, "use_path_style": True}
