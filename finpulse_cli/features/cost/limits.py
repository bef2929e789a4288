"""AWS's limits that a growing load meets, in us-east-1 and with an account's first quotas.

Looked up on 2026-11-25 in stored copies of:
https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html (shards and their quota)
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html (a table's quota, an item's size)
https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb (a partition, a new table)
The others are from memory: executions at once, mails a second, batches of a shard.
"""

from __future__ import annotations

from decimal import Decimal

from finpulse_cli.features.cost.units import KB, MB

SHARD_RECORDS = Decimal(1000)  # a second
SHARD_IN_BYTES = MB  # a second
SHARD_OUT_BYTES = 2 * MB  # a second, shared by all who read without enhanced fan-out
SHARD_READS = Decimal(5)  # a second; each mapping and Firehose make one
ACCOUNT_SHARDS = Decimal(20_000)
SHARD_BATCHES = Decimal(10)  # ParallelizationFactor
EXECUTIONS = Decimal(1000)  # at once; new accounts have 10
TABLE_UNITS = Decimal(40_000)  # a second, to write or to read
NEW_TABLE_UNITS = Decimal(4_000)
PARTITION_WRITES = Decimal(1000)  # units a second with one partition key
PARTITION_READS = Decimal(3000)
ITEM_BYTES = 400 * KB
MAILS = Decimal(10)  # a second
