#!/usr/bin/env bash
# Python's http.client, 3.11 to 3.13: `HTTPResponse.read` notices that a body is shorter than its Content-Length and raises
# IncompleteRead; `read1` does not. It returns b"" at the end of the connection as if the body were whole, and only
# `response.length`, which counts down, still holds the bytes that never came. For a chunked body that is cut off both
# raise.
#
# So a loop `while chunk := response.read1(n)`, as one writes it to bound the time and size of an answer, takes half of a
# JSON text for all of it, unless it looks at `response.length` afterwards.
#
# Needs python3 (3.11 or later) and nothing else. Exits 1 when it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/ask.py" <<'PY'
import http.client
import socket
import threading

BODY = b'{"c": 231.42, "t": 1763647860}'
HEAD = b"HTTP/1.1 200 OK\r\n"
HALF = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY[:10]
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY[:10]


def answer_once(listener, raw):
    connection, _ = listener.accept()
    connection.recv(65536)
    connection.sendall(raw)
    connection.close()


def asked(raw):
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answer_once, args=(listener, raw), daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=10)
    connection.request("GET", "/quote")
    return connection.getresponse()


def by_read1(response):
    body = b""
    while chunk := response.read1(65536):
        body += chunk
    return f"{len(body)} bytes, {response.length} missing"


def outcome(raw, reading):
    try:
        return reading(asked(raw))
    except http.client.IncompleteRead:
        return "IncompleteRead"


print(
    f"read: {outcome(HALF, lambda response: response.read())}",
    f"read1: {outcome(HALF, by_read1)}",
    f"chunked, read1: {outcome(CHUNKED, by_read1)}",
    sep=" | ",
)
PY

seen=$(python3 "$folder/ask.py")
echo "$(python3 --version): $seen"
[ "$seen" = "read: IncompleteRead | read1: 10 bytes, 20 missing | chunked, read1: IncompleteRead" ] ||
  { echo "http.client behaves otherwise now"; exit 1; }
