#!/usr/bin/env bash
# Builds one reproducible zip a Lambda function: build/lambdas/<function>.zip
# Usage: scripts/package_lambdas.sh [DESTINATION]      PYTHON names the interpreter (default: .venv, else python3)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${PYTHON:-}
if [ -z "$python" ]; then
  python=python3
  if [ -x "$root/.venv/bin/python" ]; then python=$root/.venv/bin/python; fi
fi

destination=$(mkdir -p "${1:-$root/build/lambdas}" && cd "${1:-$root/build/lambdas}" && pwd)
cd "$root"
exec "$python" -m finpulse_cli.stack.packaging lambdas "$destination"
