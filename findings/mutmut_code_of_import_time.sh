#!/usr/bin/env bash
# mutmut 3.8.1: a change in a function that a module calls while it is imported survives every test, even one that looks
# at what was computed. mutmut imports the package once and picks the changed function by a variable that it sets
# afterwards, in a forked process; by then the value is there. So tables, patterns and wiring that are made at import
# count as untested, and their share of the survivors says nothing about the tests. Here each survivor is then made by
# hand, in the file, and the same test fails.
#
# Needs python3 (3.10 or later) with venv. Installs pinned packages into a temporary folder. Exits 1 when they behave
# otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "mutmut==3.8.1" "pytest==9.1.0"
mkdir -p "$folder/project/src/squares" "$folder/project/tests"
cd "$folder/project"
cat > pyproject.toml <<'TOML'
[project]
name = "squares"
version = "1"

[tool.mutmut]
source_paths = ["src"]
TOML
cat > src/squares/__init__.py <<'PYTHON'
def square(number):
    return number * number


def table():
    return [number * number for number in range(4)]


TABLE = table()
PYTHON
cat > tests/test_squares.py <<'PYTHON'
from squares import TABLE, square


def test_square():
    assert square(3) == 9


def test_table():
    assert TABLE == [0, 1, 4, 9]
PYTHON
"$folder/venv/bin/mutmut" run >run.log 2>&1 || { tail -20 run.log; exit 1; }
results=$("$folder/venv/bin/mutmut" results --all true | sed 's/^ *//' | grep __mutmut_)
echo "mutmut 3.8.1:"
echo "$results"
grep -q "x_square__mutmut_1: killed" <<<"$results" || { echo "the behaviour has changed"; exit 1; }
if grep "x_table__" <<<"$results" | grep -vq survived; then echo "the behaviour has changed"; exit 1; fi
grep -q "x_table__mutmut_1: survived" <<<"$results" || { echo "the behaviour has changed"; exit 1; }
for change in 's/number \* number for/number + number for/' 's/range(4)/range(5)/'; do
    sed -i.kept "$change" src/squares/__init__.py
    if PYTHONPATH=src "$folder/venv/bin/python" -B -m pytest -q -p no:cacheprovider tests >by_hand.log 2>&1; then
        echo "by hand ($change): the tests pass; the behaviour has changed"
        exit 1
    fi
    echo "by hand ($change): $(tail -1 by_hand.log)"
    mv src/squares/__init__.py.kept src/squares/__init__.py
done
