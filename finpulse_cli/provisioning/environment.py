"""The environment Terraform runs in: what it needs of the user's, and the target's endpoint and credentials."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from finpulse_cli.aws import Access
from finpulse_cli.emulator.probe import LOOPBACK

_PASSED_ON = (
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "XDG_DATA_HOME",
    "XDG_CONFIG_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
    "TF_LOG", "TF_LOG_PATH",
)  # fmt: skip
# A user tunes the stack with TF_VAR_<variable>; what the target itself sets comes from a file, which wins.
_PASSED_ON_PREFIX = "TF_VAR_"


def local_environment(access: Access, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
    """Environment for tflocal and Terraform against an emulator on this machine.

    Only named variables of the user's environment pass, so no AWS profile, key or endpoint and no switch of tflocal
    can slip through. Requests to this machine go past a proxy.
    """
    kept = {name: user[name] for name in user if name in _PASSED_ON or name.startswith(_PASSED_ON_PREFIX)}
    direct = ",".join(filter(None, [user.get("NO_PROXY") or user.get("no_proxy"), LOOPBACK, "localhost"]))
    kept |= {
        "NO_PROXY": direct,
        "no_proxy": direct,
        "AWS_ENDPOINT_URL": access.endpoint_url,
        "AWS_ACCESS_KEY_ID": access.access_key,
        "AWS_SECRET_ACCESS_KEY": access.secret_key,
        "AWS_REGION": access.region,
        "AWS_DEFAULT_REGION": access.region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # tflocal's own host name for S3 needs public DNS; with a number Terraform addresses buckets by path.
        "S3_HOSTNAME": LOOPBACK,
        "DISABLE_DEPRECATION_NOTICE": "1",
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
    }
    cache = user.get("TF_PLUGIN_CACHE_DIR")
    if cache and Path(cache).is_dir():
        kept["TF_PLUGIN_CACHE_DIR"] = cache
    if config_file is not None:
        kept["TF_CLI_CONFIG_FILE"] = str(config_file)
    return kept
