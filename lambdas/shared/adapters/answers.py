"""Answers of AWS's services, read so that half of one is no answer.

A body that was cut off reaches newer SDKs' callers as a success without members (botocore 1.43.127 and later; where a
service answers in chunks, every version). A member that the service always gives is therefore asked for here: its
absence read as "nothing left to do" would lose what was left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Mapping


def member(answer: Mapping[str, Any], name: str) -> Any:
    """Return a member that every whole answer has; `DependencyError` where it is absent."""
    if name not in answer:
        raise DependencyError(f"an answer without {name}: it was cut off on its way")
    return answer[name]
