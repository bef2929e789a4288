"""Athena on the laptop: Trino's SQL over the lake in DuckDB, with Trino's values or a refusal.

    dialect     Trino's SQL: read, typed and written for DuckDB
    trino       one query as DuckDB's (pure)
    lines       the lines in an object (pure)
    rows        a line as a table's row of texts (pure)
    relation    rows of texts as a typed relation (pure)
    texts       DuckDB's values as Athena shows them
    keys        the day of arrival that an object's key tells (pure)
    cache       rows of the lake on this machine
    lake        lists and fetches what the lake holds
    engine      a DuckDB that sees a query's tables and nothing else, within limits
    answer      one query from SQL to texts
    queries     queries in the command line's own process, where there is no Athena

The emulator's overlay asks `answer` over what MiniStack holds, so both give the same.
docs/decisions/lake-sql-without-athena.md says why, docs/sql.md what is the same, rewritten and refused.
"""
