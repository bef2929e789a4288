#!/usr/bin/env bash
# MiniStack 1.5.33: BatchGetItem leaves ConsumedCapacity out of its answer although it was asked for, while GetItem and
# BatchWriteItem give theirs. A meter that adds up what answers say finds batched reads free. On AWS every key costs at
# least half a unit, a whole one read consistently, whether it has an item or not
# (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html): here 1, 10 and 11.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${emulator:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ministack==1.5.33" "boto3==1.43.106"
port=$("$folder/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$folder"
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port IOT_MTLS_ENABLED=0 venv/bin/python -m ministack.app >log 2>&1 &
emulator=$!
PORT=$port venv/bin/python - <<'PYTHON'
import os
import sys
import time
import urllib.request

import boto3

endpoint = f"http://127.0.0.1:{os.environ['PORT']}"
for _ in range(120):
    try:
        urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2)
        break
    except OSError:
        time.sleep(0.25)
client = boto3.client(
    "dynamodb", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
client.create_table(
    TableName="prices", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
)
client.put_item(TableName="prices", Item={"id": {"S": "there"}})


def batch(*ids):
    keys = [{"id": {"S": name}} for name in ids]
    answer = client.batch_get_item(
        RequestItems={"prices": {"Keys": keys, "ConsistentRead": True}}, ReturnConsumedCapacity="TOTAL"
    )
    return sum(part["CapacityUnits"] for part in answer["ConsumedCapacity"]) if "ConsumedCapacity" in answer else None


def one(name):
    answer = client.get_item(
        TableName="prices", Key={"id": {"S": name}}, ConsistentRead=True, ReturnConsumedCapacity="TOTAL"
    )
    return answer["ConsumedCapacity"]["CapacityUnits"]


def written():
    answer = client.batch_write_item(
        RequestItems={"prices": [{"PutRequest": {"Item": {"id": {"S": "new"}}}}]}, ReturnConsumedCapacity="TOTAL"
    )
    return sum(part["CapacityUnits"] for part in answer["ConsumedCapacity"])


missing = [f"missing {number}" for number in range(10)]
seen = {
    "GetItem, there": one("there"), "GetItem, missing": one("missing"), "BatchWriteItem, one": written(),
    "BatchGetItem, there": batch("there"), "ten missing": batch(*missing), "one there, ten missing": batch("there", *missing),
}
print("ministack 1.5.33, units:", seen)
sys.exit(0 if list(seen.values()) == [1, 1, 1, None, None, None] else "the behaviour has changed")
PYTHON
