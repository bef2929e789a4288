"""Trino's SQL as Athena's engine 3 speaks it: read by a grammar of its own, typed, and written as DuckDB's.

    tokens       the text as tokens, with their places
    nodes        what a query is made of
    cursor       reads tokens one after the other
    expressions  the grammar of expressions
    queries      the grammar of queries
    types        Trino's types, what coerces to what, and DuckDB's names for them
    casts        one type's values as another's
    scope        names that an expression may use
    typing       expressions, typed and written for DuckDB
    operators    arithmetic and comparisons, among them Trino's decimals
    select       queries, typed and written for DuckDB
    relations    what stands in FROM
    functions    every function: the same, rewritten or refused
    constructs   operators and clauses: the same, rewritten or refused
    errors       why a query does not run
    calls        the grammar of functions
    literals     constants
    typenames    names of types
    hive         Glue's types
    values       what is written for DuckDB
    decimals     arithmetic of decimals
    zones        time zones

Nothing passes through as text: what a module here does not know is refused, in a sentence that names it.
docs/decisions/lake-sql-without-athena.md says why there is no other parser.
"""
