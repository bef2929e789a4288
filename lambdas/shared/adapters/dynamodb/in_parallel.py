"""The same call for several series at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Result = TypeVar("Result")

WORKERS = 8  # below botocore's pool of ten connections, so no thread waits for one


def in_parallel(call: Callable[[str], Result], series: Iterable[str]) -> dict[str, Result]:
    """Return `call` of each series, in the order given; the first failure is raised. boto3 clients are thread-safe."""
    wanted = list(dict.fromkeys(series))
    if not wanted:
        return {}
    with ThreadPoolExecutor(max_workers=min(WORKERS, len(wanted))) as pool:
        return dict(zip(wanted, pool.map(call, wanted), strict=True))
