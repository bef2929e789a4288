#!/usr/bin/env bash
# botocore 1.44.8: `register_last` puts a handler last among those of the same event name only. Handlers of the narrower
# name all run before those of the broader, whatever they were registered as: one that was registered last for
# `before-parameter-build.dynamodb.BatchWriteItem` runs before one of `before-parameter-build.dynamodb`, and before one of
# `before-parameter-build` that was registered first.
#
# So a handler that has to see the parameters as they go out belongs to the broadest name, with `register_last`, and asks
# for the operation itself. Registered where it seems to belong it misses what others add later on: here the body would
# have been made without ReturnConsumedCapacity.
#
# Needs python3 (3.11 or later) with venv. Installs pinned packages into a temporary folder. Exits 1 when they behave
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check boto3==1.44.8 botocore==1.44.8

cat > "$folder/ask.py" <<'PY'
import boto3
import botocore
from botocore.awsrequest import AWSResponse

client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="secret")
events, order = client.meta.events, []


class Nothing:
    def stream(self):
        return [b"{}"]


def note(name):
    return lambda **_: order.append(name)


operation = "before-parameter-build.dynamodb.BatchWriteItem"
events.register_last(operation, note("operation, last"))
events.register("before-parameter-build.dynamodb", note("service"))
events.register_first("before-parameter-build", note("all, first"))
events.register_last("before-parameter-build", note("all, last"))
events.register("before-send", lambda request, **_: AWSResponse(request.url, 200, {}, Nothing()))
client.batch_write_item(RequestItems={"prices": [{"PutRequest": {"Item": {"key": {"S": "1"}}}}]})
print(botocore.__version__, *order, sep=" | ")
PY

seen=$("$folder/venv/bin/python" "$folder/ask.py")
echo "$seen"
[ "$seen" = "1.44.8 | operation, last | service | all, first | all, last" ] ||
  { echo "the package behaves otherwise now"; exit 1; }
