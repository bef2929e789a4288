#!/usr/bin/env bash
# sqlglot 30.30.0: from Trino to DuckDB some meanings change without a word, although unsupported_level=RAISE promises
# an error for what the other dialect cannot say. The weight of approx_percentile goes, date_diff counts boundaries
# instead of whole units, a division of whole numbers becomes one of fractions, and Java's %.2f stays as a text.
# (For other dropped arguments, such as the bound of random, there is an error, but only at that level.)
#
# So: SQL that is translated this way gives other values without a word. A translation that must not, has to know every
# construct that it lets through.
#
# Needs python3 (3.11 or later) with venv. Installs pinned packages into a temporary folder. Exits 1 when they behave
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlglot==30.30.0 duckdb==1.5.6

"$folder/venv/bin/python" - <<'PY'
import sys

import duckdb
import sqlglot

print("sqlglot", sqlglot.__version__, "duckdb", duckdb.__version__)


def translated(trino):
    [sql] = sqlglot.transpile(trino, read="trino", write="duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)
    print(f"{trino}\n    {sql}")
    return sql


weight = translated("SELECT approx_percentile(x, w, 0.5) FROM t")
minutes = duckdb.sql(
    translated("SELECT date_diff('minute', TIMESTAMP '2026-11-26 10:00:59', TIMESTAMP '2026-11-26 10:01:01')")
).fetchall()
halves = duckdb.sql(translated("SELECT a / 2 FROM (VALUES (7)) AS t(a)")).fetchall()
text = duckdb.sql(translated("SELECT format('%.2f', 1.5)")).fetchall()
print("whole minutes from 10:00:59 to 10:01:01:", minutes[0][0], "(Trino: 0)")
print("7 / 2:", halves[0][0], "(Trino: 3)")
print("format:", text[0][0], "(Trino: 1.50)")
if "w," in weight or (minutes, halves, text) != ([(1,)], [(3.5,)], [("%.2f",)]):
    sys.exit("the packages behave otherwise now")
PY
