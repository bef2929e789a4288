"""The aws target: the stack in an account, its state in a bucket there.

It is used only where the user names it on the command line. Credentials come from where the AWS CLI takes them; the
endpoint never does: an emulator stands in for AWS only where FINPULSE_AWS_ENDPOINT_URL says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from finpulse_cli.core.console import Report
from finpulse_cli.core.errors import MissingError, act
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.execute_api import api_below, push_below
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Capability, ProcessHealth
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.environment import aws_environment
from finpulse_cli.stack.terraform.stage import LEFT_STATE_FILE
from finpulse_cli.targets.aws import state_bucket
from finpulse_cli.targets.aws.foreign import refuse_foreign_stack
from finpulse_cli.targets.aws.identity import Identity, require_credentials, who
from finpulse_cli.targets.aws.names import StackNames
from finpulse_cli.targets.aws.permissions import require_actions
from finpulse_cli.targets.aws.policy import needs_of, read_policy
from finpulse_cli.targets.aws.session import Sign, sign_in
from finpulse_cli.targets.aws.state_object import read_outputs, remembered_resources, remove_state, state_key
from finpulse_cli.targets.aws.upload import Site, upload
from finpulse_cli.web.build import build_if_needed

DEFAULT_NAME = "finpulse"
_DEPLOY_POLICIES = ("deploy-policy-1.json", "deploy-policy-2.json")
_PLAN_POLICIES = ("plan-policy.json",)
_DASHBOARD_PORT = 4568


class AwsTarget:
    """See `finpulse_cli.stack.target.Target`. `environ` is the user's environment, read when it is needed."""

    name = "aws"
    throttles = True
    is_local = False
    runs_terraform_to_purge = True
    dashboard_port = _DASHBOARD_PORT

    def __init__(
        self, project: Project, home: TargetHome, environ: Mapping[str, str], endpoint_url: str | None
    ) -> None:
        self._project = project
        self._environ = environ
        self._endpoint_url = endpoint_url.rstrip("/") if endpoint_url is not None else None
        self.home = home
        self._sign: Sign | None = None
        self._bucket_is_there: bool | None = None
        self._policies: tuple[str, ...] = _DEPLOY_POLICIES

    def only_look(self) -> None:
        """From now on nothing will be changed, so that less must be allowed."""
        self._policies = _PLAN_POLICIES

    def sign_in(self) -> Sign:
        """Return session and region of the user, the same ones every time; what asks AWS begins here.

        Raises CliError unless there are credentials that may be sent where this target is: none of an emulator to AWS.
        """
        if self._sign is None:
            found = sign_in(self._environ, self._endpoint_url)
            require_credentials(found.session, self._endpoint_url)
            self._sign = found
        return self._sign

    @property
    def access(self) -> Access:
        """Endpoint and region with the credentials as they are now; Terraform works with these."""
        return self.sign_in().access()

    @cached_property
    def clients(self) -> Clients:
        """AWS clients with the user's credentials, renewed where they can be."""
        return Clients(lambda: self.sign_in().session, self._endpoint_url)

    @cached_property
    def identity(self) -> Identity:
        """Who the credentials belong to. Raises CliError."""
        return who(self.clients.sts)

    @cached_property
    def names(self) -> StackNames:
        """What the stack's resources are called."""
        name = self._environ.get("TF_VAR_name", "").strip() or DEFAULT_NAME
        return StackNames(name, self.identity.account, self.sign_in().region)

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """Everything, unless an emulator stands in."""
        if self._endpoint_url is None:
            return (Capability("AWS", native=True, detail="all of it, in your account"),)
        return (Capability("AWS", native=False, detail=f"the emulator at {self._endpoint_url} stands in for it"),)

    def start(self, report: Report) -> None:
        """Look at the account: who asks, what they may do, whether the stack's names are free. Changes nothing."""
        report(f"account {self.identity.account}, region {self.names.region}, as {self.identity.arn}")
        self._bucket_is_there = state_bucket.exists(self.clients.s3, self.identity, self.names.region)
        self._require_permissions(report)
        if not self._remembered_resources and not self._left_state:
            report("looking for resources that bear the stack's names already")
            refuse_foreign_stack(self.clients, self.names)

    def prepare(self, report: Report) -> None:
        """Build the dashboard, then make the state's bucket if it is missing; before both, see who asks."""
        identity, region = self.identity, self.names.region
        if self._hosts_dashboard:
            build_if_needed(self._project, self._environ, report)
        if state_bucket.ensure(self.clients.s3, identity, region):
            report(f"made the bucket {self._bucket} for Terraform's state")
        self._bucket_is_there = True

    def settle(self, outputs: StackOutputs, report: Report) -> None:
        """Upload the dashboard."""
        if outputs.dashboard_bucket is None or outputs.dashboard_distribution_id is None:
            return
        site = Site(outputs.dashboard_bucket, outputs.dashboard_distribution_id)
        moment = f"finpulse-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        done = upload(self.clients.s3, self.clients.cloudfront, self._project.frontend_dir / "dist", site, moment)
        report(f"dashboard uploaded: {done.sent} files sent, {done.unchanged} unchanged, {done.deleted} removed")

    def outputs(self) -> StackOutputs:
        """The stack as its state in the account has it, whoever applied it."""
        values = read_outputs(self.clients.s3, self.identity, self.names.region, self._state_key)
        if not values:
            raise MissingError(
                f"no stack '{self.names.name}' is provisioned in account {self.names.account}, {self.names.region}",
                act(
                    "run `{}`; another account, region or stack is chosen by AWS_PROFILE, AWS_REGION and TF_VAR_name",
                    "up --aws",
                ),
            )
        return StackOutputs.parse(values)

    def has_state(self) -> bool:
        """Whether there is a state of this stack, empty or not: it was made, and not purged since."""
        return self._remembered_resources is not None or self._left_state

    def stop(self, _report: Report) -> None:
        """Nothing runs on this machine."""

    def purge(self, _report: Report) -> None:
        """Remove the state, which knows of nothing any more, and the target's folder."""
        remove_state(self.clients.s3, self.identity, self.names.region, self._state_key)
        shutil.rmtree(self.home.root, ignore_errors=True)

    def processes(self) -> list[ProcessHealth]:
        """None: nothing runs on this machine."""
        return []

    def reconcile(self, _report: Report) -> bool:
        """Terraform's state is kept with the stack; there is nothing to make agree."""
        return False

    def terraform_program(self) -> list[str]:
        """Terraform itself."""
        return [require_terraform(self._environ).path]

    def terraform_backend(self) -> Mapping[str, object] | None:
        """The state's bucket, with Terraform's own lock file; None as long as there is no bucket."""
        if self._bucket_is_there is None:
            self._bucket_is_there = state_bucket.exists(self.clients.s3, self.identity, self.names.region)
        if not self._bucket_is_there:
            return None
        settings = {
            "bucket": self._bucket,
            "key": self._state_key,
            "region": self.names.region,
            "encrypt": True,
            "use_lockfile": True,
        }
        return {"s3": settings | self._emulated_backend()}

    def terraform_variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """Region, and where the zips are; the dashboard is hosted unless the user says otherwise.

        The state keeps the zips' paths. They are told from Terraform's own folder, so that they are the same on every
        machine and none takes another's functions for changed.
        """
        zips = os.path.relpath(self.home.lambdas, self.home.terraform_dir)
        hosting: dict[str, object] = {} if user.get("TF_VAR_dashboard_hosting") else {"dashboard_hosting": True}
        return {"region": self.sign_in().region, "lambda_zip_dir": zips} | hosting

    def terraform_environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Environment for Terraform against the account."""
        return aws_environment(self.access, user, config_file)

    def is_alive(self) -> bool:
        """AWS is; what becomes of a request is Terraform's to see."""
        return True

    def has_died(self) -> bool:
        """Never: what is wrong on AWS is not mended by the way."""
        return False

    def to_replace(self, _before: StackOutputs | None, _after: StackOutputs) -> list[str]:
        """Nothing: mappings keep up with shards."""
        return []

    def flush_lake(self) -> None:
        """AWS writes on its own time only."""

    def api_url(self, outputs: StackOutputs) -> str:
        """The HTTP API's own address; at an emulator, below its address."""
        if self._endpoint_url is None:
            return outputs.api_url or ""
        return api_below(f"{self._endpoint_url}/_aws/execute-api", outputs)

    def websocket_url(self, outputs: StackOutputs) -> str | None:
        """The push API's own address; at an emulator, below its address."""
        if self._endpoint_url is None:
            return outputs.websocket_url
        return push_below(f"{self._endpoint_url}/_aws/execute-api", outputs)

    @property
    def state_place(self) -> str:
        """Where Terraform's state is, for people."""
        return f"s3://{self._bucket}/{self._state_key}"

    @property
    def _state_key(self) -> str:
        return state_key(self.names.name)

    @property
    def _bucket(self) -> str:
        return state_bucket.bucket_name(self.names.account, self.names.region)

    @property
    def _hosts_dashboard(self) -> bool:
        return self._environ.get("TF_VAR_dashboard_hosting", "true").strip().lower() in ("", "true", "1")

    @property
    def _remembered_resources(self) -> int | None:
        """How many resources the state in the account knows of; None when there is none."""
        return remembered_resources(self.clients.s3, self.identity, self.names.region, self._state_key)

    @property
    def _left_state(self) -> bool:
        """Whether the last run could not save its state there; the next one does, and until then it owns the stack."""
        return (self.home.terraform_dir / LEFT_STATE_FILE).is_file()

    def _emulated_backend(self) -> dict[str, object]:
        """What Terraform's S3 backend needs for an emulator that stands in for AWS."""
        if self._endpoint_url is None:
            return {}
        return {"endpoints": {"s3": self._endpoint_url, "sts": self._endpoint_url}, "use_path_style": True}

    def _require_permissions(self, report: Report) -> None:
        report("looking whether you may do all that it takes")
        folder = self._project.root / "docs" / "aws"
        for file in self._policies:
            policy = read_policy(folder / file, self.identity, self.names.region, self.names.name)
            require_actions(self.clients.iam, self.identity, needs_of(policy), report)
