"""The environment of a background process that is about a target, rather than part of it."""

from __future__ import annotations

from collections.abc import Mapping

from finpulse_cli.core.paths import TargetHome

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONPATH", "TMPDIR")


def target_environment(home: TargetHome, user: Mapping[str, str]) -> dict[str, str]:
    """Return enough of the user's environment to find the target whose folder is `home`; no AWS credentials."""
    passed_on = {name: user[name] for name in _PASSED_ON if name in user}
    return passed_on | {
        "FINPULSE_HOME": str(home.root.parent),
        "FINPULSE_TARGET": home.root.name,
        "PYTHONUNBUFFERED": "1",
    }
