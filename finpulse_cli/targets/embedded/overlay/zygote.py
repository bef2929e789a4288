"""A process that has the SDK loaded and becomes a function's process, as often as it is asked: by forking.

It serves one Unix socket, which it inherits, until the other end closes. A request is a datagram of JSON, `{"script",
"folder", "environment"}`, with the function's ends of its stdin, stdout and stderr; the answer is the new process's
number with a descriptor of it (https://man7.org/linux/man-pages/man2/pidfd_open.2.html), which it waits for.

It imports nothing of FinPulse's and none of the functions' code: that comes from their zips, after the fork.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_REQUEST = 128 * 1024  # of bytes; Lambda allows 4 KB of variables
# What a function of ours has loaded by its second invocation, beside its own code.
_MODULES = (
    "boto3",
    "botocore.auth",
    "botocore.endpoint_provider",
    "botocore.handlers",
    "botocore.httpsession",
    "botocore.paginate",
    "botocore.parsers",
    "botocore.regions",
    "botocore.serialize",
    "botocore.signers",
    "botocore.waiter",
    "concurrent.futures",
    "queue",
    "zoneinfo",
)
_MODELS = ("dynamodb", "s3", "sns")


def main() -> None:
    """Serve the socket whose descriptor is the only argument."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a function's process here
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load()
    control = socket.socket(fileno=int(sys.argv[1]))
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, LARGEST_REQUEST, 3)
        if not request:
            return
        waiting, going = os.pipe()
        number = os.fork()
        if not number:
            control.close()
            os.close(going)
            os.read(waiting, 1)  # until it has been told of: one that has ended cannot be
            os.close(waiting)
            _become(json.loads(request), descriptors)
        for descriptor in (*descriptors, waiting):
            os.close(descriptor)
        process = os.pidfd_open(number)
        socket.send_fds(control, [str(number).encode()], [process])
        for descriptor in (process, going):
            os.close(descriptor)


def _load() -> None:
    """Load the SDK and the descriptions of the services that functions ask, and have the collector leave them alone.

    Its data would otherwise be copied into each process by the first collection there.
    """
    for name in _MODULES:
        import_module(name)
    create = import_module("botocore.loaders").create_loader
    loader = create()
    loader.load_data_with_path("endpoints")
    for service in _MODELS:
        loader.load_service_model(service, "service-2")
        loader.load_service_model(service, "endpoint-rule-set-1")
    # Sessions are the functions' own: what one changes in the SDK before it makes one has its effect.
    sessions: Any = import_module("botocore.session")
    sessions.create_loader = lambda path=None: create(path) if path else loader
    gc.collect()
    gc.freeze()


def _become(request: dict[str, object], descriptors: Sequence[int]) -> None:
    """Run the script as a Python of its own would: with these streams, this folder and these variables; end then."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for stream, descriptor in enumerate(descriptors):
            os.dup2(descriptor, stream)
            os.close(descriptor)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", buffering=1, closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
        script = str(request["script"])
        os.chdir(str(request["folder"]))
        os.environ.clear()
        os.environ.update(request["environment"])  # type: ignore[call-overload]
        sys.argv = [script]
        sys.path.insert(0, str(Path(script).parent))
        runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except BaseException:  # noqa: BLE001 - what ends a process's main thread is told on stderr, whatever it is
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(Exception):
            sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
