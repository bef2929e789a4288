"""The lake's SQL on DuckDB: what the emulator's Athena and a target without Athena have in common, and the latter.

    trino       Trino's SQL as DuckDB's
    relation    JSON lines as a typed relation (pure)
    texts       DuckDB's values and types as Athena shows them
    keys        the day of arrival that an object's key tells (pure)
    lines       the events in an object, one a line (pure)
    cache       objects of the lake on this machine
    lake        lists and fetches what the lake holds
    engine      a DuckDB that sees one table and nothing else
    queries     queries in the command line's own process, in place of Athena

The emulator's overlay takes `trino` and `relation`, the rest is for targets without Athena.
docs/decisions/lake-sql-without-athena.md says why.
"""
