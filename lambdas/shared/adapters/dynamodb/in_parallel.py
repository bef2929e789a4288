"""The same call for several series, or several pages, at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
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

    boto3 clients are thread-safe. One call alone needs no thread. After a failure what has not begun is left out, and
    what has is waited for. `call` itself calls nothing in parallel: the threads are the process's.
    """
    if len(wanted) <= 1:
        return [call(each) for each in wanted]
    calls = [_threads().submit(call, each) for each in wanted]
    try:
        return [each.result() for each in calls]
    finally:
        for each in calls:
            each.cancel()
        wait(calls)


@cache
def _threads() -> ThreadPoolExecutor:
    """Return the process's threads; to start them for every batch took a third of the time that its writes take."""
    return ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="in-parallel")
