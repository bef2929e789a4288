"""Assumptions that neither the Terraform files nor a price list holds: how long things take, how often they happen.

Each figure is an assumption until somebody measures it on AWS; `docs/cost.md` names those that matter. Seconds and
bytes. Where a figure stands for one in the functions' code, which the command line must not import, a test holds the
two together.
"""

from __future__ import annotations

from decimal import Decimal

# How long a function works, with 512 MB, which is 0.29 of a processor.
ROUND_TRIP_SECONDS = Decimal("0.006")  # one request to DynamoDB from a warm function
WARM_SECONDS = Decimal("0.020")  # an invocation before and after its requests
EVENT_WORK_SECONDS = Decimal("0.0003")  # to decode, judge and encode an event
HELD_WORK_SECONDS = Decimal("0.000015")  # to read one event that a stored candle remembers
WORKERS = 8  # requests that run side by side: in_parallel.WORKERS
PUSH_SECONDS = Decimal("0.020")  # a message to one connection

# alert_digest
DIGEST_EVERY_SECONDS = 300  # terraform/digest.tf

# alert_webhook
WEBHOOK_SECONDS = Decimal("0.3")  # a POST to a receiver on the internet
QUEUE_POLLERS = 5  # that Lambda has look into a queue
QUEUE_POLL_SECONDS = 20  # that each look lasts while the queue is empty

# data_ingester
CALL_SPACING_SECONDS = Decimal("1.1")  # between two calls to Alpha Vantage: data_ingester/wiring.py
FINNHUB_CALL_SPACING_SECONDS = Decimal("0.05")  # the same for Finnhub
ASKING_SHARE = Decimal("0.5")  # of its time-out for asking: data_ingester/handler.py
LEAST_CALL_SECONDS = Decimal("0.5")  # that a call is reckoned with at least: data_ingester/wiring.py
QUOTE_CALL_SECONDS = Decimal("0.4")  # Alpha Vantage's answer
BULK_SYMBOLS = 100  # symbols that one REALTIME_BULK_QUOTES call names
QUOTE_REQUEST_BYTES = 600  # out

# Cold starts, whose initialisation is billed
COLD_STARTS_PER_DAY = 12  # of each function
COLD_START_SECONDS = Decimal("1.5")

# What the data are like
ANOMALY_SHARE = Decimal(31) / 1950  # of events, as in the fixture market-day
COMPRESSED_SHARE = Decimal("0.17")  # of an event's bytes in a small gzip file, measured; larger files do better
AGE_DAYS = 365  # of the lake: nothing of it is ever deleted, so the bill grows with it
TABLE_OVERHEAD_BYTES = 100  # that DynamoDB adds to an item it stores

# DynamoDB streams
FIRST_SHARDS = 4  # of a new on-demand table's stream
POLLS_PER_SECOND = 4  # reads of such a shard by Lambda

# A dashboard that stays open
STATS_EVERY_SECONDS = 30  # frontend/src/shared/market/queries.ts
RECONCILE_EVERY_SECONDS = 300
PING_EVERY_SECONDS = 60
CONNECTION_LASTS_SECONDS = 7200
CHART_CANDLES = 500
SPARK_CANDLES = 60
FEED_ANOMALIES = 100
PAGE_BYTES = 400_000  # the built page, compressed
PAGE_FILES = 12
PAGE_LOADS_PER_MONTH = 60  # of each dashboard

# Bytes of an answer, for each thing in it
PRICE_ANSWER_BYTES = 150
CANDLE_ANSWER_BYTES = 230
ANOMALY_ANSWER_BYTES = 750
ANSWER_BYTES = 500  # headers and the rest
SOCKET_MESSAGE_BYTES = 32 * 1024  # what API Gateway counts as one

# Logs: CloudWatch adds 26 bytes to every line
LINE_OVERHEAD_BYTES = 26
PLATFORM_LINES_BYTES = 330 + 3 * LINE_OVERHEAD_BYTES  # START, END and REPORT of an invocation
ACCESS_LINE_BYTES = 330 + LINE_OVERHEAD_BYTES
FUNCTION_LINE_BYTES = 300 + LINE_OVERHEAD_BYTES

# Queries
QUERY_DAYS = 7
QUERY_CALLS = 5  # requests of the API for a query: one to start it, some to ask how far it is
QUERY_MINIMUM_BYTES = 10**7  # that Athena bills at least

# KMS: services keep a data key for five minutes, for each of those who use it
KEY_USES_PER_HOUR = 12

# Terraform's state in a bucket of its own, which the stack does not declare
STATE_BYTES = 10 * 1024**2
STATE_WRITES = 200
STATE_READS = 500
