"""Credentials that nobody can guess.

MiniStack takes `test`, an account's number and no key at all for its root, and derives the session of each function
from the function's name. Here root is the one key that the emulator was started with, and sessions rest on it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from importlib import import_module
from typing import Any

_ID_DIGITS = 16


class NoRootKeyError(Exception):
    """The emulator was started without a root key."""


def install() -> None:
    """Put both rules in place. Raises NoRootKeyError when the environment names no key."""
    root = os.environ.get("AWS_ACCESS_KEY_ID", "").encode()
    if not root:
        raise NoRootKeyError("AWS_ACCESS_KEY_ID must name the sandbox's root key")
    evaluator: Any = import_module("ministack.core.iam_evaluator")
    tokens: Any = import_module("ministack.services.sts")

    def is_root(key: str) -> bool:
        return hmac.compare_digest(key.encode(), root)

    evaluator.is_root_access_key = tokens.is_root_access_key = is_root
    runtime: Any = import_module("ministack.core.lambda_runtime")
    functions: Any = import_module("ministack.services.lambda_svc")
    runtime.execution_credentials = functions.execution_credentials = _Sessions(root)


class _Sessions:
    """Makes the session of a function's role: the same for each start of the function, so that none runs out."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._tokens: Any = import_module("ministack.services.sts")
        self._scope: Any = import_module("ministack.core.lambda_runtime")._account_region_from_function_config

    def __call__(self, config: dict[str, Any]) -> dict[str, str]:
        """Return the three variables that the SDK in a function takes its credentials from, and make them valid."""
        account, _region = self._scope(config)
        role, name = config.get("Role", ""), config.get("FunctionName", "function")[:64]
        whose = f"{config.get('FunctionArn', '')}:{role}"
        made = {
            "AWS_ACCESS_KEY_ID": f"ASIA{self._derived('id', whose)[:_ID_DIGITS].upper()}",
            "AWS_SECRET_ACCESS_KEY": self._derived("secret", whose),
            "AWS_SESSION_TOKEN": self._derived("token", whose),
        }
        role_name = role.rsplit("/", 1)[-1]
        session = {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{role_name}/{name}",
            "UserId": f"{role_name}:{name}",
            "SecretAccessKey": made["AWS_SECRET_ACCESS_KEY"],
            "SessionToken": made["AWS_SESSION_TOKEN"],
        }
        self._tokens.register_session(made["AWS_ACCESS_KEY_ID"], session)
        return made

    def _derived(self, purpose: str, whose: str) -> str:
        return hmac.new(self._root, f"{purpose}:{whose}".encode(), hashlib.sha256).hexdigest()
