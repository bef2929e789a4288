"""The same call for several series, or several pages, at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Wanted = TypeVar("Wanted")
Result = TypeVar("Result")

WORKERS = 8  # below botocore's pool of ten connections, so no thread waits for one


def in_parallel(call: Callable[[str], Result], series: Iterable[str]) -> dict[str, Result]:
    """Return `call` of each series, in the order given; the first failure is raised."""
    wanted = list(dict.fromkeys(series))
    return dict(zip(wanted, each_in_parallel(call, wanted), strict=True))


def each_in_parallel(call: Callable[[Wanted], Result], wanted: Sequence[Wanted]) -> list[Result]:
    """Return what `call` says of each, in the order given; the first failure is raised.

    boto3 clients are thread-safe. One call alone needs no thread. After a failure what has not begun is left out.
    """
    if len(wanted) <= 1:
        return [call(each) for each in wanted]
    with ThreadPoolExecutor(max_workers=min(WORKERS, len(wanted))) as pool:
        return list(pool.map(call, wanted))
