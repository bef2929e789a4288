"""Refuses an emulator that is not, to the letter, the one the overlay was written for.

The overlay replaces functions of MiniStack and uses others. A new version may mean something else by the same name,
and would then lose events in silence. So each is known by the hash of its source text.
"""

from __future__ import annotations

import hashlib
import inspect
from functools import reduce
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from finpulse_cli.targets.embedded.ministack import REQUIREMENT, VERSION

# What the overlay replaces, wraps, calls, or relies on being called by.
EXPECTED = {
    "app._build_persistence_save_dict": "9a6393cc953d2f67",
    "app._dispatch_service_request": "17e5ef6dcfa0d4e6",
    "app._get_module": "cfa12017561e8c41",
    "app._handle_lifespan": "0daf4cf135cf3cb4",
    "app._load_persisted_state": "03de3b870e8f811f",
    "app._registry_state_map": "baa8ed1a114439f8",
    "app.app": "ab1297bd6cd59811",
    "app.main": "aae886212adbdc54",
    "core.iam_actions._safe_json_field": "149cb263d1b67386",
    "core.iam_actions.dynamodb_resource_arns": "a7186900d54a313c",
    "core.iam_actions.dynamodb_service_context": "0f0021bdc8a3f13c",
    "core.iam_actions.dynamodb_transaction_checks": "684e748338e8727f",
    "core.iam_actions.eventbridge_resource_arns": "0615291c4d9bbe53",
    "core.iam_actions.extract_resource_arn": "82f51700695c62fd",
    "core.iam_actions.iot_resource_arns": "c2b842bdfc94c70f",
    "core.iam_actions.logs_service_context": "4436d0ad8579d0b9",
    "core.iam_actions.request_tag_context": "d46adb816e024778",
    "core.iam_evaluator._first_match": "dc96ef4846c74212",
    "core.iam_evaluator._gather_role_policies": "d83d1661b86595ac",
    "core.iam_evaluator._gather_user_policies": "caba65a1aef75715",
    "core.iam_evaluator._is_root_key": "6d4c5eed6ad65f6a",
    "core.iam_evaluator.authenticate": "42c3660c401bdfa7",
    "core.iam_evaluator.is_root_access_key": "e6ae3b63335593c0",
    "core.iam_evaluator.parse_policy_document": "622a4f98a3ecd766",
    "core.iam_evaluator.pin_signed_request": "7fbb21e6b82f7fbd",
    "core.iam_evaluator.resolve_credential": "32276bd395ef6a6a",
    "core.iam_evaluator.resolve_principal": "b6c6131e24bf22f0",
    "core.lambda_runtime.ProvidedWorker._spawn": "f34380f97fd03e7d",
    "core.lambda_runtime.Worker._drain_stderr_bounded": "3fd7cc742872e604",
    "core.lambda_runtime.Worker._read_stderr": "d8eb30038f94ee61",
    "core.lambda_runtime.Worker._spawn": "c55febf956565c5e",
    "core.lambda_runtime.Worker.invoke": "96751a75471021ec",
    "core.lambda_runtime._PYTHON_WORKER_SCRIPT": "368800addf4dc998",
    "core.lambda_runtime._account_region_from_function_config": "701ed919ed4802e4",
    "core.lambda_runtime.Worker": "a0bd1819a7040c1e",
    "core.lambda_runtime._worker_key": "0537100beb43da29",
    "core.lambda_runtime.execution_credentials": "cffaadc4f396f6e4",
    "core.persistence._json_default": "495d9abe01cbca19",
    "core.persistence._json_object_hook": "645fe967614700ec",
    "core.persistence._state_format_version": "049e2cc0f75d3af8",
    "core.persistence.load_state": "1796603c91a178d6",
    "core.persistence.save_all": "ea253a04fd05447b",
    "core.persistence.save_state": "58a9551109738f64",
    "core.responses.error_response_json": "37b83f60219dea51",
    "core.responses.request_scope": "c1ee92e8e8c7ceef",
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
    "services.cloudformation.provisioners._lambda_esm_create": "f053a4e8c30c5543",
    "services.cloudformation.provisioners._lambda_esm_delete": "50200ffec4d7c68f",
    "services.cloudformation.provisioners._lambda_esm_update": "aa81656213354e51",
    "services.cloudfront._build_rhp_config_xml": "923919cb7f7e7aad",
    "services.cloudfront._build_rhp_xml": "fcb3c32efa5a88ed",
    "services.cloudwatch._calc_stats": "889e1bfc89dc8f3a",
    "services.cloudwatch._describe_alarms": "ab8f092ff9ae6f02",
    "services.cloudwatch._dims_key": "a304eb3ef986fb56",
    "services.cloudwatch._dispatch_alarm_actions": "fcf47c0d1e6ec4a0",
    "services.cloudwatch._evaluate_alarm": "a0b0acd3d432b711",
    "services.cloudwatch._evaluate_all_alarms": "f83f88e57f1ccfc9",
    "services.cloudwatch._evaluate_parent_alarms": "24a65a9e43d5d488",
    "services.cloudwatch._p": "4fea18546662b0bb",
    "services.cloudwatch._point_stats": "56fe58fc91f5bb2a",
    "services.cloudwatch._put_metric_alarm": "953a67ff4bb1ee4b",
    "services.cloudwatch._record_history": "c5890b06e5c82d3d",
    "services.cloudwatch._stat_value": "cfaad95982333379",
    "services.cloudwatch._store_datum": "e0194e701d568f0d",
    "services.cloudwatch._xml": "522fb76b418563b0",
    "services.cloudwatch.record_metric": "7f777bfbe523a0c5",
    "services.cloudwatch_logs._append_log_events": "e47cae7a15a4cc46",
    "services.dynamodb._accumulate_write_capacity": "0144b22cf6e632dc",
    "services.dynamodb._attribute_value_error": "55ab8d8af96fd9ae",
    "services.dynamodb._attribute_value_size": "a57557cf9928573c",
    "services.dynamodb._batch_write_item": "7c31fe8286aeea2e",
    "services.dynamodb._condition_syntax_error": "5213f1ffac34e6cb",
    "services.dynamodb._ddb_canonicalize_number": "cfa3862c4b5124a6",
    "services.dynamodb._emit_stream_event": "8568d0446f26eaba",
    "services.dynamodb._empty_key_value_error": "4c9085ab934ea927",
    "services.dynamodb._extract_key_val": "faaaf17a7c3923b4",
    "services.dynamodb._item_size_bytes": "9be41cc11f947cde",
    "services.dynamodb._items_replaced": "b48626c371f77c18",
    "services.dynamodb._key_length_error": "247abf0a8588edba",
    "services.dynamodb._nesting_exceeded": "0a9f26bb2b25ad8e",
    "services.dynamodb._number_error": "ef4bc256910b5cf4",
    "services.dynamodb._number_size_bytes": "b88f1324ce678bb2",
    "services.dynamodb._remove_item": "5cce50c99688dab8",
    "services.dynamodb._resolve_table_key_values": "6294dbce740f21ac",
    "services.dynamodb._restore_state": "a5aba16053a2e1da",
    "services.dynamodb._set_item": "4e78ad492132cdba",
    "services.dynamodb._ttl_reaper": "66841bfd60279dd7",
    "services.dynamodb._validate_attribute_value": "6877d90e04589cbc",
    "services.dynamodb._validate_item": "d58b826c9b223749",
    "services.dynamodb._values_error_response": "1993be33b639449a",
    "services.dynamodb.get_state": "ce90690a6033950f",
    "services.eventbridge._cron_next_fire": "6c0efd26b6123373",
    "services.eventbridge._dispatch_to_lambda": "1f95adbaed3a966a",
    "services.eventbridge._invoke_target": "550e304af0809563",
    "services.eventbridge._parse_cron_fields": "c88b90c1864de059",
    "services.firehose._arrival_time": "0c86b19cce5e2542",
    "services.firehose._deliver_records_to_s3": "1f7d459024276df3",
    "services.firehose._dest_description": "64df867dbdbd3227",
    "services.firehose._evaluate_prefix": "d407ad1dba8f3b4c",
    "services.firehose._put_record": "6a7ed0471aef7e04",
    "services.firehose._put_record_batch": "5e868d2aec51e622",
    "services.firehose._restore_state": "1fc4aed5e0691898",
    "services.firehose._s3_bucket_from_arn": "f5d4ceff40d1add0",
    "services.firehose.get_state": "7eee8e2afb143f27",
    "services.firehose.ingest_from_kinesis_source": "7dceac1c06ae2037",
    "services.kinesis._build_shards": "1f27f472c8e8b727",
    "services.kinesis._create_stream": "d57ac0a660799ddf",
    "services.kinesis._delete_stream": "6b369929e015e435",
    "services.kinesis._describe_stream": "ff430d580fb7fa9f",
    "services.kinesis._describe_stream_summary": "a63741b068a7d68f",
    "services.kinesis._expire_records": "9f3968926430b696",
    "services.kinesis._get_records": "b9eb8fa90228500d",
    "services.kinesis._get_shard_iterator": "720b89b08f2645cd",
    "services.kinesis._list_shards": "d0390d5ca76bbffb",
    "services.kinesis._max_shard_index": "12cb6c88a26ef1a4",
    "services.kinesis._merge_shards": "4440fcd2a9bb9c94",
    "services.kinesis._next_sequence_number": "763b641fd10ba5c7",
    "services.kinesis._put_record": "010c2796f340429f",
    "services.kinesis._put_records": "e8f7755ae6b89960",
    "services.kinesis._resolve_stream": "e679aec9275e46b3",
    "services.kinesis._resolve_stream_by_arn": "8de21f252c619f55",
    "services.kinesis._restore_state": "046e9d7c59cedbc6",
    "services.kinesis._restore_stream_store": "7c1f89f88ee1b662",
    "services.kinesis._route_to_shard": "e45cf7a2b75843a3",
    "services.kinesis._shard_out": "3124090ac60fae17",
    "services.kinesis._split_shard": "79e732074645c747",
    "services.kinesis._start_position": "4ad7a81813fadf70",
    "services.kinesis._subscribe_to_shard": "846b198f054bcf7d",
    "services.kinesis._update_shard_count": "79b02ca7148f0011",
    "services.kinesis.get_state": "2158987106fa3b66",
    "services.kinesis.handle_request": "e41884372bfdc1aa",
    "services.kinesis.put_record_internal": "fc637414f1cce84e",
    "services.lambda_svc._create_esm": "d351521bb6cdd30f",
    "services.lambda_svc._cross_account_read_blocked": "937e68564530e701",
    "services.lambda_svc._cross_account_stream_read_error": "18d61e6e6e3a0847",
    "services.lambda_svc._delete_esm": "23854a6afd650e05",
    "services.lambda_svc._emit_lambda_logs": "111efbf06968bb20",
    "services.lambda_svc._ensure_poller": "a21371869881be44",
    "services.lambda_svc._esm_arn": "e23313476d9aef4b",
    "services.lambda_svc._esm_response": "342077ea51fb7b0b",
    "services.lambda_svc._execute_function": "3ceb16d6480a2161",
    "services.lambda_svc._execute_function_warm": "62b9218bef5b948a",
    "services.lambda_svc._execute_function_with_config_scope": "26a9d5f64e175204",
    "services.lambda_svc._execution_record_for_config": "632acaa44892bdae",
    "services.lambda_svc._func_arn": "0fae69e5f3899f71",
    "services.lambda_svc._get_esm": "5525c61b1cc1d3e5",
    "services.lambda_svc._get_func_record_for_qualifier": "a86e90478088123d",
    "services.lambda_svc._get_func_record_for_ref": "492b4efe8f903a0f",
    "services.lambda_svc._kinesis_stream_name_from_arn_spec": "258bc73a9f0a8b83",
    "services.lambda_svc._list_esms": "d8d05c147b2243e3",
    "services.lambda_svc._poll_kinesis": "0d590120d060b0a8",
    "services.lambda_svc._poll_loop": "6a443090919adccf",
    "services.lambda_svc._provided_runtime_code_dir": "85d4402ed282c80b",
    "services.lambda_svc._prune_orphan_code_blobs": "9663ac4e986d1673",
    "services.lambda_svc._read_code_blob": "37d94e7f9a521bdf",
    "services.lambda_svc._release_esm_poll_state": "780cf96ac7f873e2",
    "services.lambda_svc._resolve_existing_esm_function": "10dd4fee905574a8",
    "services.lambda_svc._restore_esm_positions": "13262db1ad7997de",
    "services.lambda_svc._restore_esms": "265465242d32cbd8",
    "services.lambda_svc._restore_state": "29d435d6b65629e3",
    "services.lambda_svc._throttle_response": "647221d5b0775feb",
    "services.lambda_svc._update_esm": "1b7e0409cb6593c2",
    "services.lambda_svc._validate_event_source_arn": "ef664c1863927726",
    "services.lambda_svc._write_code_blob": "69a68bb703da7164",
    "services.lambda_svc.get_state": "fbae0860de48c568",
    "services.lambda_svc.handle_request": "f2255bfe6f90ab0a",
    "services.lambda_svc.load_persisted_state": "140113ddcd3634e1",
    "services.lambda_svc.reset": "e531ea1c9eeab042",
    "services.s3._atomic_write": "24958052a85fea7c",
    "services.s3._get_object_data": "8735d1f5e3313076",
    "services.s3._load_persisted_data": "e5249031f46d76f8",
    "services.s3._persist_object": "cb32b6ae8706bef8",
    "services.s3._put_object": "cf5861e4d9999243",
    "services.s3._restore_state": "1ee11336adcf4299",
    "services.s3.get_state": "999bd282f36ce23f",
    "services.scheduler._tick_schedules": "0ece514e91205b1d",
    "services.scheduler._ticker_loop": "51e1b1334023fb4a",
    "services.sns._build_envelope": "e7ae25cae4661a17",
    "services.sns._confirm_subscription": "9cbdb0a3a4dce209",
    "services.sns._deliver_to_sqs": "f85849838ccafc6a",
    "services.sns._error": "862fe92306ca5dad",
    "services.sns._fanout": "984cdd91d64aa056",
    "services.sns._find_subscription": "a2b05961f0a3ab95",
    "services.sns._list_subscriptions": "03d4e93081a0fb0f",
    "services.sns._list_subscriptions_by_topic": "02119f3da93568ca",
    "services.sns._matches_filter_policy": "16fce5e70fec3494",
    "services.sns._normalize_arn": "69f62bc46c4bbc44",
    "services.sns._p": "4fea18546662b0bb",
    "services.sns._refresh_subscription_counts": "cbba9c55348fcde1",
    "services.sns._resolve_message_for_protocol": "ce24ef525ae48496",
    "services.sns._subscribe": "db260c543268f953",
    "services.sns._topic_by_arn_any_scope": "419963ad2e7d9a6b",
    "services.sns._unsubscribe": "07cdcd2f8e219f36",
    "services.sns._xml": "869f002c1cff54f8",
    "services.sns.handle_request": "a6cb34ecce860f66",
    "services.sns.publish_internal": "f979fc53e1eb274f",
    "services.sqs._act_delete_message": "8d700665e3d6d9b3",
    "services.sqs._act_delete_message_batch": "877517c32f0fe636",
    "services.sqs._act_purge_queue": "34196ea56d71cdb6",
    "services.sqs._act_send_message": "3abd766508c885c6",
    "services.sqs._act_send_message_batch": "2cab381a76df25bf",
    "services.sqs._collect_msgs": "308a6eb1b3d4c8ad",
    "services.sqs._delete_messages_for_esm": "c1686f29b48b42ee",
    "services.sqs._dlq_sweep": "6a77691e16715a0d",
    "services.sqs._get_q": "cac74fb142a7c27e",
    "services.sqs._queue_by_arn": "b4981875c8186c19",
    "services.sqs._queue_url": "dc997b82b8d61db7",
    "services.sqs._restore_state": "6ad905ae1eeaa916",
    "services.sqs.get_state": "759c348b6e841407",
    "services.sts._access_key_account": "3a4dd24b8c126e70",
    "services.sts.register_session": "a84ec986ec012146",
}

# Nobody here uses it, and it imports every service that there is: 29 MB, and a fifth of a second of each start.
UNUSED = "services.cloudformation."


class ChangedError(Exception):
    """The emulator is not the expected one; the text says what is, and what to do."""


def fingerprint(name: str) -> str | None:
    """Hash of the source text of `module.function`, or of a text, in the ministack package; None when there is none.

    A method is named by its class: `module.Class.method`.
    """
    module, *path = _split(name)
    try:
        source = _source_in_file(module, path[0]) if module.startswith(UNUSED) else _source(module, path)
    except (ImportError, AttributeError, OSError, TypeError, ValueError):
        return None
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _source(module: str, path: list[str]) -> str:
    found: Any = reduce(getattr, path, import_module(f"ministack.{module}"))
    return found if isinstance(found, str) else inspect.getsource(found)


def _source_in_file(module: str, function: str) -> str:
    """Return what `inspect.getsource` would, of a module that is not imported. Raises ValueError or OSError."""
    package = find_spec("ministack")
    if package is None or package.origin is None:
        raise ValueError("ministack is not installed")
    file = Path(package.origin).parent.joinpath(*module.split(".")).with_suffix(".py")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    begin = next((place for place, line in enumerate(lines) if line.startswith(f"def {function}(")), None)
    if begin is None:
        raise ValueError(f"{file} has no {function}")
    return "".join(inspect.getblock(lines[begin:]))


def _split(name: str) -> list[str]:
    """Return the module and the names that lead to what is meant; a class begins with a capital letter."""
    parts = name.split(".")
    inside = 2 if len(parts) > 2 and parts[-2][0].isupper() else 1
    return [".".join(parts[:-inside]), *parts[-inside:]]


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
