#!/usr/bin/env bash
# Hypercorn 0.18.0: an application that answers the lifespan's start with `lifespan.startup.failed`, as Starlette does
# for an error there, ends the server with exit code 0, after a traceback on stderr. uvicorn 0.54.0 ends with 3.
#
# So: a supervisor, a container's restart policy "on-failure" or a shell's `&&` takes a server under Hypercorn that never
# served for one that did its work.
#
# Needs python3 (3.11 or later) with venv. Installs pinned packages into a temporary folder. Exits 1 when they behave
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Hypercorn==0.18.0 h11==0.16.0 uvicorn==0.54.0

cat >"$folder/broken.py" <<'PY'
async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "the database is not there"})
PY

cd "$folder"
codes=()
for server in "hypercorn --bind 127.0.0.1:0" "uvicorn --host 127.0.0.1 --port 0 --lifespan on"; do
  code=0
  timeout 30 "venv/bin/${server%% *}" ${server#* } broken:app >said.log 2>&1 || code=$?
  grep -q "the database is not there" said.log || { cat said.log; echo "it failed for another reason"; exit 1; }
  echo "${server%% *}: exit code $code; $(tail -1 said.log)"
  codes+=("$code")
done
[ "${codes[*]}" = "0 3" ] || { echo "the servers behave otherwise now"; exit 1; }
