#!/usr/bin/env bash
# duckdb 1.5.6: a text takes more than twenty times as long to cast to a DECIMAL of 19 digits or more as to one of 18.
# The narrow one is a 64-bit number, the wide one 128 bits; 100,000 prices cost about a second instead of milliseconds.
# Casting to the narrow type first and widening the result, with the wide cast for what does not fit, is as exact and
# nearly as fast as the narrow cast alone.
#
# So: reading texts into a DECIMAL(20, 10) column takes longer than everything else that a query does with them.
#
# Needs python3 (3.11 or later) with venv. Installs a pinned package into a temporary folder. Exits 1 when it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.6

"$folder/venv/bin/python" - <<'PY'
import sys
import time

import duckdb

print("duckdb", duckdb.__version__)
connection = duckdb.connect()
connection.execute("SET threads = 1")
connection.execute("CREATE TABLE s AS SELECT CAST(CAST(range * 7 AS DECIMAL(18, 4)) AS VARCHAR) AS x FROM range(100000)")


def seconds(expression):
    """Least processor time of three runs, and the sum."""
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        total = connection.execute(f"SELECT sum({expression}) FROM s").fetchone()[0]
        best = min(best, time.process_time() - began)
    print(f"{best:.4f} s  {expression}")
    return best, total


narrow = seconds("CAST(x AS DECIMAL(18, 10))")
wide = seconds("CAST(x AS DECIMAL(20, 10))")
both = seconds("coalesce(CAST(TRY_CAST(x AS DECIMAL(18, 10)) AS DECIMAL(20, 10)), CAST(x AS DECIMAL(20, 10)))")
if not narrow[1] == wide[1] == both[1] or wide[0] < 20 * narrow[0] or wide[0] < 10 * both[0]:
    sys.exit("the package behaves otherwise now")
PY
