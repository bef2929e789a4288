"""The same read for several symbols at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Result = TypeVar("Result")

WORKERS = 8  # below botocore's pool of ten connections, so no thread waits for one


def per_symbol(read: Callable[[str], Result], symbols: Iterable[str]) -> dict[str, Result]:
    """`read` of each symbol, in the order given; the first failure is raised. boto3 clients are thread-safe."""
    wanted = list(dict.fromkeys(symbols))
    if not wanted:
        return {}
    with ThreadPoolExecutor(max_workers=min(WORKERS, len(wanted))) as pool:
        return dict(zip(wanted, pool.map(read, wanted), strict=True))
