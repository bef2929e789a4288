"""The environment Terraform runs in: what it needs of the user's, and the target's endpoint and credentials.

Only named variables of the user's environment pass, so no profile, key or endpoint of another target can slip through.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.url import parse_url
from finpulse_cli.daemon.probe import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.stack.clients import Access

_PASSED_ON = (
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "XDG_DATA_HOME",
    "XDG_CONFIG_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
    "NO_PROXY", "no_proxy", "TF_LOG", "TF_LOG_PATH", "TF_LOG_PROVIDER",
)  # fmt: skip
# A user tunes the stack with TF_VAR_<variable>; what the target itself sets comes from a file, which wins.
_PASSED_ON_PREFIX = "TF_VAR_"
_LOCAL_HOSTS = (LOOPBACK, "localhost")


def local_environment(access: Access, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
    """Return the environment for tflocal and Terraform against an emulator.

    No switch of tflocal passes. Requests to the emulator go past a proxy.
    """
    host = parse_url(access.endpoint_url or "").host or LOOPBACK
    return _environment(access, user, config_file) | {
        # tflocal's own host name for S3 needs public DNS; with another Terraform addresses buckets by path.
        "S3_HOSTNAME": LOOPBACK if host in _LOCAL_HOSTS else host,
        "CUSTOMIZE_ACCESS_KEY": "1",  # or tflocal signs with the key `test`
        "DISABLE_DEPRECATION_NOTICE": "1",
    }


def aws_environment(access: Access, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
    """Return the environment for Terraform against AWS, or the emulator that the user has named in its place.

    The credentials are those that the user was shown; Terraform looks for no others.
    """
    environment = _environment(access, user, config_file)
    if access.endpoint_url is None:
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        # a company's proxy may speak for AWS with a certificate of its own; the SDK heeds this one, too
        environment |= {name: user[name] for name in ("AWS_CA_BUNDLE",) if user.get(name)}
    return environment


def _environment(access: Access, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
    kept = {name: user[name] for name in user if name in _PASSED_ON}
    # an empty variable is one that was not given: a workflow cannot leave it out
    kept |= {name: text for name, text in user.items() if name.startswith(_PASSED_ON_PREFIX) and text}
    kept |= {
        "AWS_ACCESS_KEY_ID": access.access_key,
        "AWS_SECRET_ACCESS_KEY": access.secret_key,
        "AWS_REGION": access.region,
        "AWS_DEFAULT_REGION": access.region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
    }
    if access.session_token is not None:
        kept["AWS_SESSION_TOKEN"] = access.session_token
    if access.endpoint_url is not None:
        kept |= {"AWS_ENDPOINT_URL": access.endpoint_url} | _past_a_proxy(access.endpoint_url, user)
    cache = user.get("TF_PLUGIN_CACHE_DIR")
    if cache and Path(cache).is_dir():
        kept["TF_PLUGIN_CACHE_DIR"] = cache
    if config_file is not None:
        kept["TF_CLI_CONFIG_FILE"] = str(config_file)
    return kept


def _past_a_proxy(endpoint_url: str, user: Mapping[str, str]) -> dict[str, str]:
    hosts = dict.fromkeys([*_LOCAL_HOSTS, parse_url(endpoint_url).host or LOOPBACK])
    direct = ",".join(filter(None, [user.get("NO_PROXY") or user.get("no_proxy"), *hosts]))
    return {"NO_PROXY": direct, "no_proxy": direct}
