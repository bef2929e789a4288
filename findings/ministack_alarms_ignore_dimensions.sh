#!/usr/bin/env bash
# MiniStack 1.5.33 judges a CloudWatch alarm by every metric of that name, whatever its dimensions: an alarm on the Errors
# of one function goes off when another function fails. AWS identifies a metric by namespace, name and dimensions
# (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html), so the alarm stays as it is.
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
    "cloudwatch", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
for function in ("good", "bad"):
    client.put_metric_alarm(
        AlarmName=function, Namespace="Example", MetricName="Errors", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=0, ComparisonOperator="GreaterThanThreshold", Dimensions=[{"Name": "FunctionName", "Value": function}],
    )
for function, errors in (("good", 0), ("bad", 1)):
    named = [{"Name": "FunctionName", "Value": function}]
    client.put_metric_data(
        Namespace="Example", MetricData=[{"MetricName": "Errors", "Dimensions": named, "Value": errors}]
    )
states = {it["AlarmName"]: it["StateValue"] for it in client.describe_alarms()["MetricAlarms"]}
print("ministack 1.5.33, alarms after one error of `bad`:", states)
sys.exit(0 if states == {"good": "ALARM", "bad": "ALARM"} else "the behaviour has changed")
PYTHON
