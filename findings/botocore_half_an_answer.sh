#!/usr/bin/env bash
# botocore 1.44.8: an answer whose body ends early is a success without members. The server announces a length, sends
# part of the body or none of it and closes; the client of a JSON service (here DynamoDB) returns the parsed answer {}
# with status 200: no exception, no warning. A chunked answer that is cut off raises ConnectionClosedError, as
# botocore 1.43.106 does for both.
#
# So: `answer.get("UnprocessedItems", {})` after such an answer says that everything was written, and
# `answer.get("Records", [])` that a shard is at its end. Code that must not lose anything has to insist on the members
# that every whole answer has, and take their absence for a failed request.
#
# Needs python3 (3.11 or later) with venv. Installs pinned packages into temporary folders. Exits 1 when they behave
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/ask.py" <<'PY'
import json
import socket
import threading

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import HTTPClientError

BODY = json.dumps({"UnprocessedItems": {"prices": [{"PutRequest": {"Item": {"key": {"S": "1"}}}}]}}).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
ANSWERS = {
    "whole": HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
    "half": HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY[:30],
    "none": HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY),
    "chunked": HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY[:30],
}


def answer_once(listener, raw):
    connection, _ = listener.accept()
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65536)
    connection.sendall(raw)
    connection.close()


def outcome(raw):
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answer_once, args=(listener, raw), daemon=True).start()
    client = boto3.client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{listener.getsockname()[1]}",
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )
    try:
        answer = client.batch_write_item(RequestItems={"prices": [{"PutRequest": {"Item": {"key": {"S": "1"}}}}]})
    except HTTPClientError as error:
        return type(error).__name__
    return ",".join(key for key in answer if key != "ResponseMetadata") or "success without members"


print(botocore.__version__, *(f"{name}: {outcome(raw)}" for name, raw in ANSWERS.items()), sep=" | ")
PY

with_version() {
  python3 -m venv "$folder/$1"
  "$folder/$1/bin/pip" install --quiet --disable-pip-version-check "boto3==$1" "botocore==$1" urllib3==2.8.0
  "$folder/$1/bin/python" "$folder/ask.py"
}

older=$(with_version 1.43.106)
newer=$(with_version 1.44.8)
printf '%s\n%s\n' "$older" "$newer"
closed="chunked: ConnectionClosedError"
[ "$older" = "1.43.106 | whole: UnprocessedItems | half: ConnectionClosedError | none: ConnectionClosedError | $closed" ] &&
  [ "$newer" = "1.44.8 | whole: UnprocessedItems | half: success without members | none: success without members | $closed" ] ||
  { echo "the packages behave otherwise now"; exit 1; }
