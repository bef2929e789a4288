"""Outputs of a stack as Terraform gives them."""

from __future__ import annotations

OUTPUTS: dict[str, object] = {
    "account": "000000000000",
    "region": "us-east-1",
    "stream_name": "finpulse-quotes",
    "shard_count": 1,
    "tables": {"live_prices": "finpulse-live-prices", "consumer_progress": "finpulse-consumer-progress"},
    "lake_bucket": "finpulse-lake-000000000000-us-east-1",
    "alert_topic_arn": "arn:aws:sns:us-east-1:000000000000:finpulse-alerts",
    "alert_inbox_url": "http://localhost:4566/000000000000/finpulse-alert-inbox",
    "functions": {"aggregator": "finpulse-aggregator"},
    "log_groups": {"aggregator": "/aws/lambda/finpulse-aggregator"},
    "api_id": "abcd1234",
    "api_url": "http://abcd1234.execute-api.localhost:4566",
    "api_routes": ["GET /prices", "$default"],
    "cors_origins": ["http://127.0.0.1:4568"],
    "websocket_api_id": "wxyz5678",
    "websocket_url": "wss://wxyz5678.execute-api.us-east-1.amazonaws.com/live",
    "firehose_name": "finpulse-lake",
    "schedule_name": "finpulse-ingest",
    "schedule_enabled": True,
    "glue_database": "finpulse",
    "glue_table": "raw_events",
    "event_columns": [{"name": "event_id", "type": "string", "comment": "the id"}],
    "athena_workgroup": "finpulse",
    "query_token_parameter": "/finpulse/query-token",
    "symbols": ["AAPL", "TSLA"],
    "interval_seconds": 60,
    "exchange_hours": "nyse",
}
