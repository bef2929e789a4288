"""Refuses an emulator that is not, to the letter, the one the overlay was written for.

The overlay replaces functions of MiniStack and uses others. A new version may mean something else by the same name,
and would then lose events in silence. So each is known by the hash of its source text.
"""

from __future__ import annotations

import hashlib
import inspect
from importlib import import_module, metadata

from finpulse_cli.targets.embedded.ministack import REQUIREMENT, VERSION

# What the overlay replaces, wraps, calls, or relies on being called by.
EXPECTED = {
    "app._build_persistence_save_dict": "9a6393cc953d2f67",
    "app._get_module": "cfa12017561e8c41",
    "app._handle_lifespan": "0daf4cf135cf3cb4",
    "app._load_persisted_state": "03de3b870e8f811f",
    "app._registry_state_map": "baa8ed1a114439f8",
    "app.app": "ab1297bd6cd59811",
    "app.main": "aae886212adbdc54",
    "core.iam_actions.extract_resource_arn": "82f51700695c62fd",
    "core.persistence._json_default": "495d9abe01cbca19",
    "core.persistence._json_object_hook": "645fe967614700ec",
    "core.persistence._state_format_version": "049e2cc0f75d3af8",
    "core.persistence.load_state": "1796603c91a178d6",
    "core.persistence.save_all": "ea253a04fd05447b",
    "core.persistence.save_state": "58a9551109738f64",
    "core.responses.error_response_json": "37b83f60219dea51",
    "services.athena._arn_workgroup": "c42fbcc104f48839",
    "services.athena._datum_text": "090aa43235254bd8",
    "services.athena._execute_query": "0c4e4ef194947b64",
    "services.athena._get_query_results": "abd778cbcf28d2e9",
    "services.athena._get_workgroup": "dac9bdef6ce02d76",
    "services.athena._restore_state": "b93fa734fc5af3fd",
    "services.athena._run_duckdb": "734c2e91cdac17e0",
    "services.athena._save_query_results": "4ff2ac770a744f4b",
    "services.athena._start_query_execution": "405753f7beaf6c7c",
    "services.athena._stop_query_execution": "14461b69c10789e0",
    "services.athena.get_state": "dbbb5e5cf1c72712",
    "services.cloudwatch._describe_alarms": "ab8f092ff9ae6f02",
    "services.cloudwatch._xml": "522fb76b418563b0",
    "services.cloudwatch._p": "4fea18546662b0bb",
    "services.dynamodb.get_state": "ce90690a6033950f",
    "services.firehose._arrival_time": "0c86b19cce5e2542",
    "services.firehose._deliver_records_to_s3": "1f7d459024276df3",
    "services.firehose._dest_description": "64df867dbdbd3227",
    "services.firehose._evaluate_prefix": "d407ad1dba8f3b4c",
    "services.firehose._put_record": "6a7ed0471aef7e04",
    "services.firehose._put_record_batch": "5e868d2aec51e622",
    "services.firehose._s3_bucket_from_arn": "f5d4ceff40d1add0",
    "services.firehose.ingest_from_kinesis_source": "7dceac1c06ae2037",
    "services.kinesis._put_record": "010c2796f340429f",
    "services.kinesis._put_records": "e8f7755ae6b89960",
    "services.lambda_svc._restore_esm_positions": "13262db1ad7997de",
    "services.lambda_svc._restore_state": "29d435d6b65629e3",
    "services.s3._atomic_write": "24958052a85fea7c",
    "services.s3._get_object_data": "8735d1f5e3313076",
    "services.s3._persist_object": "cb32b6ae8706bef8",
    "services.s3._put_object": "cf5861e4d9999243",
}


class ChangedError(Exception):
    """The emulator is not the expected one; the text says what is, and what to do."""


def fingerprint(name: str) -> str | None:
    """Hash of the source text of `module.function` in the ministack package; None when there is none."""
    module, _, function = name.rpartition(".")
    try:
        source = inspect.getsource(getattr(import_module(f"ministack.{module}"), function))
    except (ImportError, AttributeError, OSError, TypeError):
        return None
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def require_expected() -> None:
    """Raise ChangedError unless version and sources are the expected ones."""
    found = metadata.version("ministack")
    if found != VERSION:
        raise ChangedError(f"MiniStack {found} is installed; the lake's overlay was written for {VERSION}. {_FIX}")
    if changed := sorted(name for name, value in EXPECTED.items() if fingerprint(name) != value):
        raise ChangedError(f"MiniStack {VERSION} is not as published: {', '.join(changed)} changed. {_FIX}")


_FIX = (
    f"Install the expected one: python -m pip install --force-reinstall --no-deps '{REQUIREMENT}'. "
    "To move to another, check finpulse_cli/targets/embedded/overlay against it and renew guard.EXPECTED."
)
