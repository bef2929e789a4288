"""What to do next, about the target that an error is about.

Most errors come from where no target is known, and name a command as it is called for the target in use. Where the
user named another one, the command must name it, too.
"""

from __future__ import annotations

import re

_UNNAMED = r"(?![^`]* --(target|aws)\b)"
_COMMAND = re.compile(rf"\bfinpulse (up|down|status|doctor|replay|tail|anomalies|query|logs|dashboard)\b{_UNNAMED}")


def about(action: str, target: str) -> str:
    """The same advice with this target in every command of it that could be about another."""
    option = "--aws" if target == "aws" else f"--target {target}"
    return _COMMAND.sub(rf"\g<0> {option}", action)
