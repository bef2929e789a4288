#!/usr/bin/env bash
# MiniStack 1.5.33 keeps a schedule's ScheduleExpressionTimezone, tells it back, and fires by UTC: cron(30 9 ? * MON-FRI *)
# in America/New_York is due at 9:30 UTC. EventBridge Scheduler goes by the clocks of the zone
# (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones): 14:30 UTC in November.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ministack==1.5.33"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from datetime import datetime, timedelta, timezone

from ministack.services import eventbridge, scheduler

midnight = datetime(2026, 11, 25, tzinfo=timezone.utc)  # a Wednesday
now, fired = midnight, []
scheduler.time.time = lambda: now.timestamp()
eventbridge._invoke_target = lambda *_: fired.append(now)
scheduler._schedules._data["000000000000", "us-east-1", "default/open"] = {
    "State": "ENABLED", "ScheduleExpression": "cron(30 9 ? * MON-FRI *)",
    "ScheduleExpressionTimezone": "America/New_York", "Arn": "arn:schedule", "Target": {"Arn": "arn:target"},
}
while now < midnight + timedelta(days=1):
    scheduler._tick_schedules()
    now += timedelta(minutes=1)
print("ministack 1.5.33, 9:30 in New York fires at", [f"{at:%H:%M} UTC" for at in fired])
sys.exit(0 if [at.hour for at in fired] == [9] else "the behaviour has changed")
PYTHON
