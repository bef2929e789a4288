#!/usr/bin/env bash
# MiniStack 1.5.33 forgets the parent of a split Kinesis shard at once, with the records that nobody has read yet, and
# UpdateShardCount makes shards with the ids that were there before, empty. On AWS a parent is closed and stays readable
# until its records expire, and ids are never used twice
# (https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html). A consumer that keeps
# how far it is in shardId-000000000000 loses records to the first, and waits at a place beyond the end after the second.
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
    "kinesis", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)


def readable(stream):
    found = {}
    for shard in client.list_shards(StreamName=stream)["Shards"]:
        iterator = client.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        found[shard["ShardId"]] = len(client.get_records(ShardIterator=iterator)["Records"])
    return found


for stream in ("split", "counted"):
    client.create_stream(StreamName=stream, ShardCount=1)
    for number in range(3):
        client.put_record(StreamName=stream, Data=b"x", PartitionKey=str(number))
client.split_shard(StreamName="split", ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**127))
client.update_shard_count(StreamName="counted", TargetShardCount=2, ScalingType="UNIFORM_SCALING")
after = {stream: readable(stream) for stream in ("split", "counted")}
print("ministack 1.5.33, records readable of three put before SplitShard:      ", after["split"])
print("ministack 1.5.33, records readable of three put before UpdateShardCount:", after["counted"])
expected = {
    "split": {"shardId-000000000001": 0, "shardId-000000000002": 0},
    "counted": {"shardId-000000000000": 0, "shardId-000000000001": 0},
}
sys.exit(0 if after == expected else "the behaviour has changed")
PYTHON
