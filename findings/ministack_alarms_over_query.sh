#!/usr/bin/env bash
# MiniStack 1.5.33 answers CloudWatch DescribeAlarms in full over JSON, but over the Query protocol (XML), which the
# AWS SDK for Go and so Terraform's AWS provider 5.x speak, it leaves Period, Statistic, Dimensions, AlarmDescription and
# TreatMissingData out. The provider then reads period 0 and an empty statistic, and every plan sets every alarm again.
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
import re
import sys
import time
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

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
client.put_metric_alarm(
    AlarmName="late", AlarmDescription="behind", Namespace="AWS/Lambda", MetricName="IteratorAge", Statistic="Maximum",
    Period=300, EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold",
    TreatMissingData="notBreaching", Dimensions=[{"Name": "FunctionName", "Value": "aggregator"}],
)
names = ("AlarmName", "Period", "Statistic", "Dimensions", "AlarmDescription", "TreatMissingData")
[told] = client.describe_alarms()["MetricAlarms"]
over_sdk = [name for name in names if name in told]
body = "Action=DescribeAlarms&Version=2010-08-01"
signed = AWSRequest("POST", endpoint + "/", {"Content-Type": "application/x-www-form-urlencoded"}, body)
SigV4Auth(Credentials("test", "test"), "monitoring", "us-east-1").add_auth(signed)
request = urllib.request.Request(signed.url, data=body.encode(), headers=dict(signed.headers.items()))
xml = urllib.request.urlopen(request, timeout=10).read().decode()
over_query = [name for name in names if re.search(f"<{name}>", xml)]
print("ministack 1.5.33, boto3's protocol:", *over_sdk)
print("ministack 1.5.33, Query protocol:  ", *over_query)
sys.exit(0 if over_sdk == list(names) and over_query == ["AlarmName"] else "the behaviour has changed")
PYTHON
