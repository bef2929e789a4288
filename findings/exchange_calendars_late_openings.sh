#!/usr/bin/env bash
# exchange_calendars 4.13.2: its New York Stock Exchange (XNYS) has never opened late or closed at an odd minute since
# 2000. On 2002-09-11 trading began at 12:00, on 2001-09-17 at 9:33, on 2005-06-01 it ended at 15:56; the package gives
# 9:30 to 16:00, without a word. pandas_market_calendars 5.5.0 has these days, and both agree on which days are sessions
# and on every half day from 2000 to 2026.
#
# So: sessions made from exchange_calendars have the right days, but seven of them not their real hours. Whoever takes
# the first quotes of 2002-09-11 for late ones, or asks for the bars of its morning, is misled by two and a half hours.
#
# Needs python3 (3.11 or later) with venv. Installs pinned packages into a temporary folder. Exits 1 when the packages
# behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  exchange_calendars==4.13.2 pandas_market_calendars==5.5.0 pandas==3.0.6

"$folder/venv/bin/python" - <<'PY'
import sys

import exchange_calendars
import pandas_market_calendars

print("exchange_calendars", exchange_calendars.__version__)
print("pandas_market_calendars", pandas_market_calendars.__version__)
first, last = "2000-01-01", "2026-12-31"
one = exchange_calendars.get_calendar("XNYS", start=first, end=last).schedule[["open", "close"]]
other = pandas_market_calendars.get_calendar("NYSE").schedule(first, last)
print(f"sessions from {first} to {last}: {len(one)} and {len(other)}")

both = one.join(other)
zone = "America/New_York"
seen = []
for day, row in both[(both.open != both.market_open) | (both.close != both.market_close)].iterrows():
    hours = [row[name].tz_convert(zone).strftime("%H:%M") for name in ("open", "close", "market_open", "market_close")]
    print(f"{day:%Y-%m-%d}  {hours[0]} to {hours[1]}  but really {hours[2]} to {hours[3]}")
    seen.append((f"{day:%Y-%m-%d}", *hours[2:]))

expected = [
    ("2001-09-17", "09:33", "16:00"),
    ("2001-10-08", "09:31", "16:00"),
    ("2002-09-11", "12:00", "16:00"),
    ("2003-03-20", "09:32", "16:00"),
    ("2004-06-07", "09:32", "16:00"),
    ("2005-06-01", "09:30", "15:56"),
    ("2006-12-27", "09:32", "16:00"),
]
if list(one.index) != list(other.index) or seen != expected:
    sys.exit("the packages behave otherwise now")
PY
