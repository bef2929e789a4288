"""A SecureString in SSM Parameter Store, read when first needed and kept for the life of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.shared.errors import DependencyError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_ssm import SSMClient


class SsmSecret:
    """The secret in the parameter called `name`; `client` is asked for when the secret is."""

    def __init__(self, client: Callable[[], SSMClient], name: str) -> None:
        self._client = client
        self._name = name
        self._value: str | None = None

    def value(self) -> str:
        """Return the secret. `SettingsError` if there is none to read, `DependencyError` if SSM does not answer."""
        return self.refresh() if self._value is None else self._value

    def refresh(self) -> str:
        """Read the secret again; on the same errors as `value` the one read before stays."""
        value = self._read().strip()
        if not value:
            raise SettingsError(f"the SSM parameter {self._name} is empty: put the API key into it")
        self._value = value
        return value

    def _read(self) -> str:
        try:
            response = self._client().get_parameter(Name=self._name, WithDecryption=True)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "unknown")
            if code == "ParameterNotFound":
                raise SettingsError(f"there is no SSM parameter {self._name}: create it as a SecureString") from error
            raise DependencyError(f"SSM refused to read the parameter {self._name}: {code}") from error
        except BotoCoreError as error:
            raise DependencyError(f"SSM could not be asked for the parameter {self._name}: {error}") from error
        return response["Parameter"].get("Value", "")
