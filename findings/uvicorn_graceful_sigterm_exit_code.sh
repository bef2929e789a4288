#!/usr/bin/env bash
# uvicorn 0.54.0: told to end by SIGTERM it shuts down gracefully, runs the application's shutdown to its end, and then
# raises the signal anew against itself: the process is reported as killed (143 in a shell, -15 in Python). Code after
# `uvicorn.run(...)`, and `finally` blocks around it, do not run. After Ctrl-C (SIGINT) they do, with exit code 0.
#
# So: whoever tells a clean end from a crash by the exit code takes every clean end by SIGTERM for a crash, and what is
# written after `uvicorn.run` to save something is lost. A handler of one's own for SIGTERM, set before, is called
# instead, and then both work: shown as "own handler".
#
# Needs python3 (3.11 or later) with venv. Installs a pinned package into a temporary folder. Exits 1 when it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvicorn==0.54.0

cat >"$folder/serve.py" <<'PY'
import signal, sys
import uvicorn

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        print("serving", flush=True)
        await receive()
        print("shut down", flush=True)
        await send({"type": "lifespan.shutdown.complete"})

if "own-handler" in sys.argv:
    signal.signal(signal.SIGTERM, lambda *_: None)
try:
    uvicorn.run(app, port=0, log_level="critical")
    print("after run", flush=True)
finally:
    print("finally", flush=True)
PY

"$folder/venv/bin/python" - "$folder" <<'PY'
import signal, subprocess, sys
folder = sys.argv[1]
seen = []
for number, options in ((signal.SIGTERM, []), (signal.SIGTERM, ["own-handler"]), (signal.SIGINT, [])):
    with subprocess.Popen([f"{folder}/venv/bin/python", f"{folder}/serve.py", *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "serving\n"
        process.send_signal(number)
        said = process.communicate(timeout=30)[0].split("\n")[:-1]
    print(f"{number.name} {' '.join(options) or '-'}: exit code {process.returncode}, said {said}")
    seen.append((process.returncode, said))
if seen != [
    (-15, ["shut down"]),
    (0, ["shut down", "after run", "finally"]),
    (0, ["shut down", "after run", "finally"]),
]:
    sys.exit("uvicorn behaves otherwise now")
PY
