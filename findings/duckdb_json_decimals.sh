#!/usr/bin/env bash
# duckdb 1.5.6: a number in JSON that has a fraction goes through a double, also where the column is declared DECIMAL.
# 749283.8444 arrives in a DECIMAL(20, 10) as 749283.8443999999; a number of more than 15 digits loses the rest of them.
# The same number in quotes is exact. Read as VARCHAR, the column is the double's shortest text, not the number's own.
#
# So: prices that are exact in JSON lines are no longer so in read_json, from_json and ->>, without a word. Put numbers
# into quotes before DuckDB sees them, or read the text yourself.
#
# Needs python3 (3.11 or later) with venv. Installs a pinned package into a temporary folder. Exits 1 when it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.6

"$folder/venv/bin/python" - "$folder" <<'PY'
import sys
from decimal import Decimal
from pathlib import Path

import duckdb

print("duckdb", duckdb.__version__)
lines = Path(sys.argv[1], "prices.json")
lines.write_text('{"p":749283.8444}\n{"p":"749283.8444"}\n{"p":1234567890.0123456789}\n{"p":"1234567890.0123456789"}\n')
read = f"SELECT p FROM read_json('{lines}', format = 'newline_delimited', columns = {{'p': '%s'}})"
decimals = [row[0] for row in duckdb.sql(read % "DECIMAL(20, 10)").fetchall()]
texts = [row[0] for row in duckdb.sql(read % "VARCHAR").fetchall()]
for text, decimal in zip(texts, decimals):
    print(f"as VARCHAR {text:24} as DECIMAL(20, 10) {decimal}")

expected = [
    Decimal("749283.8443999999"),
    Decimal("749283.8444000000"),
    Decimal("1234567890.0123457536"),
    Decimal("1234567890.0123456789"),
]
if decimals != expected or texts[2] != "1234567890.0123458":
    sys.exit("the package behaves otherwise now")
PY
