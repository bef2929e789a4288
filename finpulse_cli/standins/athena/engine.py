"""A DuckDB that holds the tables of one query and can reach nothing else, nor take all of a machine.

It sees one folder, no network, no extension and no Python variable, has a share of the memory, and can be interrupted:
by who asked, and by a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from finpulse_cli.standins.athena.dialect.values import identifier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
SPILL = "4GB"
MOST_SECONDS = 300.0
_INTERRUPT_SECONDS = 0.05
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": MEMORY,
    "max_temp_directory_size": SPILL,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A table of a query: DuckDB's name of it, and the SQL of what it holds."""

    name: str
    relation: str


@contextmanager
def opened(sources: Sequence[Source], folder: Path) -> Iterator[DuckDBPyConnection]:
    """A connection with these tables. It can read below `folder` only, which is where it spills, too."""
    # imported late: most commands never need it
    import duckdb

    connection = duckdb.connect(":memory:", config=_OPTIONS)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET allowed_directories = [$folder]", {"folder": f"{folder}/"})
        connection.execute("SET temp_directory = $folder", {"folder": f"{folder}/spill"})
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        for source in sources:
            connection.execute(f"CREATE VIEW {identifier(source.name)} AS SELECT * FROM {source.relation}")  # noqa: S608
        yield connection
    finally:
        connection.close()


class TimeLimitError(Exception):
    """A query ran longer than it may."""


@dataclass(slots=True)
class Runner:
    """Runs the SQL of one query, at most `most_seconds`; `stop` may be called from any thread."""

    most_seconds: float = MOST_SECONDS
    stopped: Event = field(default_factory=Event)

    def rows(self, connection: DuckDBPyConnection, sql: str, limit: int | None) -> list[tuple[Any, ...]]:
        """The first rows of the answer, all of them without a limit.

        Raises duckdb.Error for what DuckDB refuses and when it was stopped, TimeLimitError when it took too long.
        """
        import duckdb

        over, late = Event(), Event()
        watch = Thread(target=self._watch, args=(connection, over, late), daemon=True)
        watch.start()
        try:
            answer = connection.execute(sql)
            return answer.fetchall() if limit is None else answer.fetchmany(limit)
        except duckdb.InterruptException:
            if late.is_set():
                raise TimeLimitError(f"the query ran longer than {self.most_seconds:.0f} s") from None
            raise
        finally:
            over.set()
            watch.join()

    def stop(self) -> None:
        """End it, at once if it is at work, else as soon as it begins."""
        self.stopped.set()

    def _watch(self, connection: DuckDBPyConnection, over: Event, late: Event) -> None:
        """Interrupts again and again: an interrupt is lost on a connection that is not yet at work."""
        waited = 0.0
        while not over.wait(_INTERRUPT_SECONDS):
            waited += _INTERRUPT_SECONDS
            if waited > self.most_seconds:
                late.set()
            if late.is_set() or self.stopped.is_set():
                connection.interrupt()
